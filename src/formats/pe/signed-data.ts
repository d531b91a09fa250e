import * as asn1 from 'asn1js';
import { Certificate, ContentInfo, type SignedAndUnsignedAttributes, SignedData, type SignerInfo } from 'pkijs';
import { OutOfData } from '../binary/random-access.ts';
import { utcTime } from '../binary/text.ts';
import type { Signature } from './authenticode.ts';
import { type CertificateFacts, certificateFacts } from './certificates.ts';

const OID = {
  opusInfo: '1.3.6.1.4.1.311.2.1.12',
  nested: '1.3.6.1.4.1.311.2.4.1',
  timeStampToken: '1.3.6.1.4.1.311.3.3.1',
  counterSignature: '1.2.840.113549.1.9.6',
  signingTime: '1.2.840.113549.1.9.5',
} as const;

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

const CERTIFICATE_LIMIT = 64;

type Signed = Omit<Signature, 'digestAlgorithm' | 'computed'> & { algorithm: string };

/** A PKCS #7 blob and the signatures nested in it, outer one first. Throws anything where it is not one. */
export function readSignedData(bytes: Buffer, limit: number): Signed[] {
  const parsed = asn1.fromBER(new Uint8Array(bytes));
  if (parsed.offset === -1) throw new OutOfData(0, parsed.result.error || 'it is no ASN.1');
  const found: Signed[] = [];
  const waiting: asn1.AsnType[] = [parsed.result];
  for (let next = waiting.shift(); next !== undefined && found.length < limit; next = waiting.shift()) {
    const signed = new SignedData({ schema: new ContentInfo({ schema: next }).content });
    found.push(signatureOf(signed));
    for (const signer of signed.signerInfos) waiting.push(...attribute(signer.unsignedAttrs, OID.nested));
  }
  return found;
}

function signatureOf(signed: SignedData): Signed {
  const certificates: CertificateFacts[] = [];
  const known: Certificate[] = [];
  for (const certificate of signed.certificates?.slice(0, CERTIFICATE_LIMIT) ?? []) {
    if (!(certificate instanceof Certificate)) continue;
    known.push(certificate);
    certificates.push(certificateFacts(certificate, Buffer.from(certificate.toSchema().toBER())));
  }
  const opus = signed.signerInfos.flatMap((signer) => attribute(signer.signedAttrs, OID.opusInfo))[0];
  return {
    ...signedDigest(signed),
    programName: opus === undefined ? undefined : contextText(opus, 0),
    moreInfo: opus === undefined ? undefined : contextText(opus, 1),
    certificates,
    signers: signed.signerInfos
      .map((signer) => known.findIndex((one) => isIssuedTo(signer, one)))
      .filter((i) => i >= 0),
    signingTime: signingTime(signed),
  };
}

function isIssuedTo({ sid }: SignerInfo, certificate: Certificate): boolean {
  return (
    'serialNumber' in sid &&
    sid.serialNumber.isEqual(certificate.serialNumber) &&
    sid.issuer.isEqual(certificate.issuer)
  );
}

/** SpcIndirectDataContent: what kind of file it is about, and the digest. */
function signedDigest(signed: SignedData): { algorithm: string; digest: string } {
  const content = signed.encapContentInfo.eContent as unknown as asn1.AsnType | undefined;
  const info = child(sequenceOf(content), 1);
  const oid = child(child(info, 0), 0);
  const digest = child(info, 1);
  const algorithm = oid instanceof asn1.ObjectIdentifier ? oid.valueBlock.toString() : '';
  return {
    algorithm: DIGESTS.get(algorithm) ?? algorithm,
    digest: digest instanceof asn1.OctetString ? Buffer.from(digest.valueBlock.valueHexView).toString('hex') : '',
  };
}

/** PKCS #7 has the sequence itself where its successor has it inside an octet string. */
function sequenceOf(content: asn1.AsnType | undefined): asn1.AsnType | undefined {
  if (!(content instanceof asn1.OctetString)) return content;
  const [inner] = content.valueBlock.value;
  if (inner !== undefined) return inner as asn1.AsnType;
  const parsed = asn1.fromBER(content.valueBlock.valueHexView as Uint8Array<ArrayBuffer>);
  return parsed.offset === -1 ? undefined : parsed.result;
}

function child(parent: asn1.AsnType | undefined, index: number): asn1.AsnType | undefined {
  const value = (parent?.valueBlock as { value?: unknown } | undefined)?.value;
  return Array.isArray(value) ? (value[index] as asn1.AsnType | undefined) : undefined;
}

function attribute(attributes: SignedAndUnsignedAttributes | undefined, type: string): asn1.AsnType[] {
  return (attributes?.attributes ?? []).filter((one) => one.type === type).flatMap(({ values }) => values);
}

/** SpcSpOpusInfo: `[0]` the program's name, `[1]` a link; each tagged again by its kind. */
function contextText(opus: asn1.AsnType, tag: number): string | undefined {
  const value = (opus.valueBlock as { value?: unknown }).value;
  if (!Array.isArray(value)) return undefined;
  const field = (value as asn1.AsnType[]).find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === tag);
  const inner = child(field, 0) as (asn1.AsnType & { idBlock: { tagNumber: number } }) | undefined;
  const bytes = (inner?.valueBlock as { valueHexView?: Uint8Array } | undefined)?.valueHexView;
  if (inner === undefined || bytes === undefined) return undefined;
  const buffer = Buffer.from(bytes);
  const isUnicode = tag === 0 && inner.idBlock.tagNumber === 0;
  if (!isUnicode) return buffer.toString('latin1');
  // Big-endian.
  return buffer
    .subarray(0, buffer.length & ~1)
    .swap16()
    .toString('utf16le');
}

function signingTime(signed: SignedData): string | null {
  for (const signer of signed.signerInfos) {
    for (const counter of attribute(signer.unsignedAttrs, OID.counterSignature)) {
      const time = firstTime(counter, OID.signingTime);
      if (time !== undefined) return utcTime(time.getTime());
    }
    for (const token of attribute(signer.unsignedAttrs, OID.timeStampToken)) {
      const stamp = new SignedData({ schema: new ContentInfo({ schema: token }).content });
      const info = sequenceOf(stamp.encapContentInfo.eContent as unknown as asn1.AsnType | undefined);
      const time = [3, 4].map((i) => child(info, i)).find((one) => one instanceof asn1.GeneralizedTime);
      if (time instanceof asn1.GeneralizedTime) return utcTime(time.toDate().getTime());
    }
  }
  return null;
}

/** The time in a counter signature's signed attributes. */
function firstTime(counter: asn1.AsnType, type: string): Date | undefined {
  for (let i = 0; i < 8; i++) {
    const attributes = child(counter, i);
    for (let j = 0; j < 16; j++) {
      const one = child(attributes, j);
      const oid = child(one, 0);
      if (!(oid instanceof asn1.ObjectIdentifier) || oid.valueBlock.toString() !== type) continue;
      const time = child(child(one, 1), 0);
      if (time instanceof asn1.UTCTime) return time.toDate();
    }
  }
  return undefined;
}
