"""``communique form``: the form on this machine, saving into the dossier's git repository.

``backend`` runs decap-server in a clone (``history/clone.py``); ``gate`` stands before it: it lets through what the
form needs, writes records in their canonical form, and lets nothing be published that the check refuses. ``desk``
answers the browser; ``run`` starts it all beside the preview.
"""
