import type { Problem } from '../errors/problem.ts';
import { yamlSignatureProblems } from '../errors/yaml-signatures.ts';
import type { Call, Process, Results } from '../plugin/container.ts';
import { Signature, type SignatureClass } from '../plugin/signature.ts';
import { type Diagnostic, DiagnosticList } from '../rules/diagnostic.ts';
import { frame } from '../rules/text/frame.ts';
import { Source } from '../rules/text/source.ts';
import type { Watching } from './condition.ts';
import { type Node, readDocuments } from './document.ts';
import type { Values } from './shape.ts';
import { type SIGNATURE_FIELDS, signature } from './signature-shape.ts';

/** One signature of a YAML file. */
export interface YamlSignature {
  Class: SignatureClass;
  /** Its `cases`, where it has some. */
  cases: Node | undefined;
}

export interface YamlSignatures {
  signatures: YamlSignature[];
  diagnostics: Diagnostic[];
  source: Source;
}

/** Reads a YAML file of signatures. Those with a mistake are left out; `name` is how messages call the file. */
export function readYamlSignatures(text: string, name: string): YamlSignatures {
  const source = new Source(name, text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  const list = new DiagnosticList(source);
  const signatures: YamlSignature[] = [];
  const documents = readDocuments(source, list.add);
  for (const document of documents) {
    const given = signature.read(document, list.add);
    if (given) signatures.push({ Class: classOf(given), cases: given.cases });
  }
  if (documents.length === 0 && list.errors === 0) {
    list.add(yamlSignatureProblems.syntax('no signature in the file'), { start: 0, end: 0 });
  }
  return { signatures, diagnostics: list.sorted(), source };
}

/** Mistakes as problems whose hint shows the place. */
export function yamlProblems({ diagnostics, source }: Pick<YamlSignatures, 'diagnostics' | 'source'>): Problem[] {
  return diagnostics.map(({ code, message, hint, where, span }) => ({
    code,
    message: `${where.file}:${where.line}:${where.column} ${message}`,
    hint: [...(hint === undefined ? [] : [hint]), ...(source.text === '' ? [] : [frame(source, span)])].join('\n'),
    where,
  }));
}

function classOf({ match, cases: _cases, ...metadata }: Values<typeof SIGNATURE_FIELDS>): SignatureClass {
  const condition = match!;
  const fields = Object.entries(metadata);
  const after = [...new Set(condition.after)];
  return class extends YamlBased {
    constructor() {
      super();
      for (const [name, value] of fields) fieldsOf(this)[name] = Array.isArray(value) ? [...value] : value;
      this.after = after;
      this.watches = condition.watches;
      this.watching = condition.begin();
    }
  };
}

const fieldsOf = (signature: Signature) => signature as unknown as { [field: string]: unknown };

abstract class YamlBased extends Signature {
  declare protected watching: Watching;
  override watches: readonly NonNullable<Signature['watches']>[number][] = [];

  override onCall(call: Call, process: Process, which = 0): void {
    this.watching.onCall(call, process, which);
  }

  override onComplete(results: Results): boolean {
    const found = this.watching.finish({ results, matched: this.matched });
    if (found === undefined) return false;
    this.data.push(...found);
    return true;
  }
}
