// node validate.mjs FILE…: prints what is wrong with AsyncAPI documents; fails if anything is.
import { readFile } from "node:fs/promises";
import { DiagnosticSeverity, Parser } from "@asyncapi/parser";

let wrong = 0;
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await new Parser().parse(await readFile(file, "utf8"), { source: file });
  for (const one of diagnostics.filter((d) => d.severity <= DiagnosticSeverity.Warning)) {
    console.log(`${file}: ${one.path.join("/")}: ${one.message}`);
    wrong += 1;
  }
  if (document) console.log(`${file}: ${document.allChannels().length} channels, ${document.allMessages().length} messages`);
}
process.exit(wrong ? 1 : 0);
