// nlp.js behind JSON lines: {"fit": {"texts": [], "intents": []}} or {"predict": "text"} in, one line out for each.
// node_modules stands elsewhere, so its folder comes as the first argument.
'use strict';

const path = require('path');
const readline = require('readline');

const { NlpManager } = require(path.join(process.argv[2], 'node-nlp'));

let manager;

async function fit({ texts, intents }) {
  // the class out of scope is trained like any other; "None", for what has no known word, stays on as by default
  manager = new NlpManager({
    languages: ['en'], autoSave: false, autoLoad: false, forceNER: false, nlu: { log: false, useNoneFeature: true },
  });
  texts.forEach((text, i) => manager.addDocument('en', text, intents[i]));
  await manager.train();
  return { fitted: texts.length };
}

async function predict(text) {
  const { intent, score } = await manager.process('en', text);
  return { intent, score };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    const answer = asked.fit ? await fit(asked.fit) : await predict(asked.predict);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

main();
