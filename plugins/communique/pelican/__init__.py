"""The Pelican plugins: thin, one a family of outputs, each may be left out of PLUGINS.

``edge`` holds what they share: one build per run, a tree beside the published one, the switch at the end. Only this
package knows Pelican.
"""
