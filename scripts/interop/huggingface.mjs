#!/usr/bin/env node
// Compares our tokenizer.json files, read by HuggingFace's own library, with our ids and texts.
//
//     npm install @huggingface/tokenizers
//     node scripts/interop/huggingface.mjs nlp/target/interop/huggingface
//
// The folder is what nlp's test LanguageModelHuggingfaceTest writes: for each kind of tokenizer the exported files and
// expected.json.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { Tokenizer } = require("@huggingface/tokenizers");

const root = process.argv[2];
if (!root) {
  console.error("usage: node huggingface.mjs FOLDER");
  process.exit(2);
}
const json = (...path) => JSON.parse(readFileSync(join(...path), "utf-8"));
let differences = 0;
for (const kind of readdirSync(root).sort()) {
  const tokenizer = new Tokenizer(json(root, kind, "tokenizer.json"), json(root, kind, "tokenizer_config.json"));
  const expected = json(root, kind, "expected.json");
  for (const { text, ids, decoded } of expected) {
    const theirs = tokenizer.encode(text).ids;
    const back = tokenizer.decode(ids, { skip_special_tokens: true });
    if (String(theirs) !== String(ids) || back !== decoded) {
      differences++;
      console.error(`${kind}: ${JSON.stringify(text)}\n  ids ${theirs}\n  expected ${ids}\n  text ${JSON.stringify(back)}`);
    }
  }
  console.log(`${kind}: ${expected.length} texts, vocabulary ${Object.keys(json(root, kind, "tokenizer.json").model.vocab).length}`);
}
process.exit(differences === 0 ? 0 : 1);
