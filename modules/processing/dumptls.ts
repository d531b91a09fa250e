import { Processing, type TlsSecret } from 'ovoscope';

/** A random of 32 bytes and a secret of 48, in hexadecimal; logs may hold shorter ones. */
const HEX = /^[0-9a-f]{2,512}$/i;

/**
 * The master secrets of TLS connections that the monitor saw, as SSLKEYLOGFILE and Cuckoo's tlsmaster.txt have them.
 * Nothing is written; `network` decrypts with the same secrets.
 */
export default class DumpTls extends Processing<'dumptls'> {
  readonly key = 'dumptls' as const;
  readonly after = ['behavior', 'network'] as const;

  run(): TlsSecret[] {
    const sessions = this.#sessions();
    const secrets: TlsSecret[] = [];
    for (const [client, server, secret] of this.results.behavior?.summary.tls_master ?? []) {
      if (![client, server, secret].every((text) => HEX.test(text))) continue;
      const session = sessions.get(server.toLowerCase());
      secrets.push({
        client_random: client.toLowerCase(),
        server_random: server.toLowerCase(),
        master_secret: secret.toLowerCase(),
        keylog: `CLIENT_RANDOM ${client.toLowerCase()} ${secret.toLowerCase()}`,
        ...(session !== undefined && { tlsmaster: `RSA Session-ID:${session} Master-Key:${secret.toLowerCase()}` }),
      });
    }
    return secrets;
  }

  /** Server random → session id, from the capture. */
  #sessions(): Map<string, string> {
    const sessions = new Map<string, string>();
    const tls = this.results.network?.['tls'];
    for (const entry of Array.isArray(tls) ? tls : []) {
      const { server_random, session_id } = (entry ?? {}) as { [name: string]: unknown };
      if (typeof server_random === 'string' && typeof session_id === 'string' && HEX.test(session_id)) {
        sessions.set(server_random.toLowerCase(), session_id.toLowerCase());
      }
    }
    return sessions;
  }
}
