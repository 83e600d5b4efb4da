#!/usr/bin/env node
// Compares our tokenizer.json files, read by HuggingFace's own library, with our ids and texts.
//
//     npm install @huggingface/tokenizers
//     node scripts/interop/huggingface.mjs nlp/target/interop/huggingface
//
// The folder is what nlp's test LanguageModelHuggingfaceTest writes: for each kind of tokenizer the exported files and
// expected.json. With @huggingface/transformers installed too, AutoTokenizer opens each folder by its files alone and is compared as well.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { Tokenizer } = require("@huggingface/tokenizers");

const optional = async (name) => import(require.resolve(name));
const transformers = await optional("@huggingface/transformers").catch(() => null);

const root = process.argv[2];
if (!root) {
  console.error("usage: node huggingface.mjs FOLDER");
  process.exit(2);
}
const json = (...path) => JSON.parse(readFileSync(join(...path), "utf-8"));
let differences = 0;
const compare = (reader, kind, { text, ids, decoded }, theirs, back) => {
  if (String(theirs) !== String(ids) || back !== decoded) {
    differences++;
    console.error(`${kind}, ${reader}: ${JSON.stringify(text)}\n  ids ${theirs}\n  expected ${ids}\n  text ${JSON.stringify(back)}`);
  }
};
for (const kind of readdirSync(root).sort()) {
  const tokenizer = new Tokenizer(json(root, kind, "tokenizer.json"), json(root, kind, "tokenizer_config.json"));
  const expected = json(root, kind, "expected.json");
  for (const one of expected) {
    compare("Tokenizer", kind, one, tokenizer.encode(one.text).ids, tokenizer.decode(one.ids, { skip_special_tokens: true }));
  }
  if (transformers) {
    transformers.env.allowRemoteModels = false;
    transformers.env.localModelPath = root + "/";
    const auto = await transformers.AutoTokenizer.from_pretrained(kind);
    for (const one of expected) {
      compare("AutoTokenizer", kind, one, auto.encode(one.text), auto.decode(one.ids, { skip_special_tokens: true }));
    }
    const names = json(root, kind, "tokenizer_config.json");
    if (auto.pad_token !== names.pad_token || auto.eos_token !== names.eos_token || auto.pad_token_id !== json(root, kind, "config.json").pad_token_id) {
      differences++;
      console.error(`${kind}, AutoTokenizer: padding ${auto.pad_token} (${auto.pad_token_id}), end ${auto.eos_token}`);
    }
  }
  console.log(`${kind}: ${expected.length} texts, ${transformers ? "AutoTokenizer too, " : ""}vocabulary ${Object.keys(json(root, kind, "tokenizer.json").model.vocab).length}`);
}
process.exit(differences === 0 ? 0 : 1);
