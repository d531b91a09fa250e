import {
  type Certificate,
  type IrcMessage,
  ja3,
  ja3s,
  ja4,
  type SmtpSession,
  suiteName,
  type TlsSession,
} from 'ovoscope/formats';
import { printable, since } from './_network_text.ts';

type Entry = { [name: string]: unknown };

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [0x0303, 'TLS 1.2'],
  [0x0304, 'TLS 1.3'],
]);

const versionName = (version: number): string => VERSIONS.get(version) ?? `0x${version.toString(16).padStart(4, '0')}`;

/** One entry for each TLS session, by its first hello. */
export function tlsEntry(session: TlsSession, first: number | undefined): Entry {
  const { ends, client, server, certificates, clientCertificates } = session;
  const entry: Entry = {
    src: ends.client,
    sport: ends.clientPort,
    dst: ends.server,
    dport: ends.serverPort,
    time: since(first, session.moment.time),
  };
  if (server) Object.assign(entry, { server_random: server.random, session_id: server.sessionId });
  if (client) {
    entry['client_random'] = client.random;
    if (client.serverName !== undefined) entry['sni'] = printable(client.serverName);
  }
  entry['version'] = versionName(server?.version ?? client?.legacyVersion ?? 0);
  if (server) entry['cipher'] = suiteName(server.cipher);
  if (client && client.protocols.length > 0) entry['alpn'] = client.protocols.map(printable);
  if (server?.protocol !== undefined) entry['protocol'] = printable(server.protocol);
  if (client) {
    const print = ja3(client);
    Object.assign(entry, { ja3: print.hash, ja3_full: print.text, ja4: ja4(client) });
  }
  if (server) {
    const print = ja3s(server);
    Object.assign(entry, { ja3s: print.hash, ja3s_full: print.text });
  }
  if (certificates.length > 0) entry['certificates'] = certificates.map(certificateEntry);
  if (clientCertificates.length > 0) entry['client_certificates'] = clientCertificates.map(certificateEntry);
  entry['decrypted'] = session.decryption === 'decrypted';
  return entry;
}

const certificateEntry = (certificate: Certificate): Entry => ({ ...certificate, names: [...certificate.names] });

const SMTP_PORT = 25;

/** What clients said to each mail server on port 25, if it begins as mail does. */
export function smtpEntries(sessions: readonly SmtpSession[]): { dst: string; raw: string }[] {
  const byServer = new Map<string, string>();
  for (const { ends, raw } of sessions) {
    if (ends.serverPort === SMTP_PORT) byServer.set(ends.server, (byServer.get(ends.server) ?? '') + raw);
  }
  return [...byServer]
    .filter(([, raw]) => /^(?:EHLO|HELO)/i.test(raw))
    .map(([dst, raw]) => ({ dst, raw: printable(raw) }));
}

export function smtpExEntry(
  { ends, banner, hostname, authentication, mails, moment }: SmtpSession,
  first?: number,
): Entry {
  const [mail] = mails;
  const unique = (texts: readonly string[]) => [...new Set(texts)];
  return {
    src: ends.client,
    sport: ends.clientPort,
    dst: ends.server,
    dport: ends.serverPort,
    protocol: 'smtp',
    time: since(first, moment.time),
    req: {
      hostname,
      mail_from: unique(mails.map(({ from }) => from)),
      mail_to: unique(mails.flatMap(({ to }) => to)),
      auth_type: authentication?.type ?? '',
      username: authentication?.username ?? '',
      password: authentication?.password ?? '',
      headers: headersOf(mail?.headers ?? []),
      mail_body: bodyOf(mail?.text ?? ''),
    },
    resp: { banner },
    ...(mails.length > 1 && {
      mails: mails.map(({ from, to, headers, text, size }) => ({
        from,
        to: [...to],
        headers: headersOf(headers),
        body: bodyOf(text),
        size,
      })),
    }),
  };
}

/** The first of headers with equal names. */
function headersOf(headers: readonly (readonly [string, string])[]): Entry {
  return Object.fromEntries([...headers].reverse());
}

/** What comes after the first empty line. */
function bodyOf(text: string): string {
  const end = /\r?\n\r?\n/.exec(text);
  return end ? text.slice(end.index + end[0].length) : '';
}

/** Messages of clients, then those of servers; the count of users on the network is left out. */
export function ircEntries(messages: readonly IrcMessage[]): Entry[] {
  const shown = ({ type, command, params, prefix, ends }: IrcMessage): Entry => ({
    type,
    command: printable(command),
    params: printable(params),
    ...(prefix !== undefined && { prefix: printable(prefix) }),
    dst: ends.server,
    dport: ends.serverPort,
  });
  const clients = messages.filter(({ type }) => type === 'client');
  const servers = messages.filter(({ type, command }) => type === 'server' && command !== '266');
  return [...clients, ...servers].map(shown);
}
