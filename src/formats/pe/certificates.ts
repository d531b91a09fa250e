import { createHash } from 'node:crypto';
import type { Certificate, RelativeDistinguishedNames } from 'pkijs';
import { ATTRIBUTE_NAMES } from '../binary/attribute-names.ts';
import { utcTime } from '../binary/text.ts';

/** What a certificate says, without judging it. */
export interface CertificateFacts {
  /** Hexadecimal, without leading zeros. */
  serialNumber: string;
  subject: Name;
  issuer: Name;
  /** UTC, `YYYY-MM-DD HH:MM:SS`; null where it is no date. */
  notBefore: string | null;
  notAfter: string | null;
  signatureAlgorithm: string;
  md5: string;
  sha1: string;
  sha256: string;
}

/** A distinguished name: its parts in order, and as text. */
export interface Name {
  text: string;
  parts: { type: string; value: string }[];
}

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'md2WithRSAEncryption'],
  ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption'],
  ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption'],
  ['1.3.14.3.2.29', 'sha1WithRSA'],
  ['1.2.840.113549.1.1.10', 'rsassaPss'],
  ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption'],
  ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption'],
  ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption'],
  ['1.2.840.10045.4.3.2', 'ecdsa-with-SHA256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384'],
]);

const PART_LIMIT = 64;

export function certificateFacts(certificate: Certificate, der: Buffer): CertificateFacts {
  const digest = (algorithm: string) => createHash(algorithm).update(der).digest('hex');
  const algorithm = certificate.signatureAlgorithm.algorithmId;
  return {
    serialNumber: serialText(certificate),
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    notBefore: utcTime(certificate.notBefore.value.getTime()),
    notAfter: utcTime(certificate.notAfter.value.getTime()),
    signatureAlgorithm: ALGORITHMS.get(algorithm) ?? algorithm,
    md5: digest('md5'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
  };
}

export function serialText(certificate: Certificate): string {
  const bytes = Buffer.from(certificate.serialNumber.valueBlock.valueHexView);
  return bytes.toString('hex').replace(/^0+(?=.)/, '');
}

function nameOf(names: RelativeDistinguishedNames): Name {
  const parts = names.typesAndValues.slice(0, PART_LIMIT).map(({ type, value }) => {
    const text = (value as { valueBlock: { value?: unknown } }).valueBlock.value;
    return { type: ATTRIBUTE_NAMES.get(type as string) ?? String(type), value: typeof text === 'string' ? text : '' };
  });
  return { text: parts.map(({ type, value }) => `${type}=${value}`).join(', '), parts };
}

/** The first part of a name with this type. */
export function partOf(name: Name, type: string): string | null {
  return name.parts.find((part) => part.type === type)?.value ?? null;
}
