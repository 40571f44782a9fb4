// Verifies the DKIM signatures of the messages in the files named, with a library that is not ours (mailauth). The
// public keys come from the file named first, by the name DNS would have them under; nothing is looked up elsewhere.
const fs = require("node:fs");
const { dkimVerify } = require("mailauth/lib/dkim/verify");

async function main([keys, ...files]) {
  const records = JSON.parse(fs.readFileSync(keys, "utf8"));
  const resolver = async (name) => {
    if (name in records) return [[records[name]]];
    throw Object.assign(new Error(`no record ${name}`), { code: "ENOTFOUND" });
  };
  const told = [];
  for (const file of files) {
    const { results } = await dkimVerify(fs.readFileSync(file), { resolver });
    told.push(results.map((each) => ({
      result: each.status.result, algorithm: each.algo, domain: each.signingDomain,
      headers: (each.signingHeaders?.keys || "").toLowerCase().split(/:\s*/),
    })));
  }
  process.stdout.write(JSON.stringify(told));
}
main(process.argv.slice(2));
