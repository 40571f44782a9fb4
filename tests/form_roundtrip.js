// What the form makes of files that are opened and saved with nothing changed: Decap's own reading and writing
// (its formats/yaml.js and formats/frontmatter.js), with the YAML and front matter libraries of the bundle that runs.
(files) => {
  let bundled;
  webpackChunkDecapCms.push([[Symbol("test")], {}, (given) => { bundled = given; }]);
  const holding = (...words) => {
    const id = Object.keys(bundled.m).find((each) => words.every((word) => bundled.m[each].toString().includes(word)));
    return bundled(id);
  };
  const { YAML } = holding("parseDocument", "createNode");
  const matter = holding(".stringify=function", ".language=function");
  const timestamp = {
    identify: (value) => value instanceof Date,
    default: true,
    tag: "!timestamp",
    test: /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2}(\.[0-9]+)?)Z$/,
    resolve: (text) => new Date(text),
    stringify: (value) => value.toISOString(),
  };
  const yaml = {
    parse: (text) => {
      const read = YAML.parseDocument(text, { customTags: [timestamp], prettyErrors: true });
      if (read.errors.length) throw new Error(read.errors.join("; "));
      return read.toJSON();
    },
    stringify: (data) => {
      const written = new YAML.Document();
      written.contents = YAML.createNode(data);
      return written.toString();
    },
  };
  const options = { engines: { yaml }, language: "yaml", delimiters: "---" };
  const prose = (text) => {
    const read = matter(text, options);
    const body = read.content.trim() ? read.content : "";
    const saved = matter.stringify(body, read.data, options);
    return body.endsWith("\n") ? saved : saved.replace(/\n$/, "");
  };
  return files.map(([path, text]) => (path.endsWith(".md") ? prose(text) : yaml.stringify(yaml.parse(text))));
}
