/** Labels of SSLKEYLOGFILE for TLS 1.3. */
export const SECRET_LABELS = [
  'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
  'SERVER_HANDSHAKE_TRAFFIC_SECRET',
  'CLIENT_TRAFFIC_SECRET_0',
  'SERVER_TRAFFIC_SECRET_0',
] as const;

export type SecretLabel = (typeof SECRET_LABELS)[number];

/** Lines of these kinds are right, but open nothing that is read here. */
const UNUSED =
  /^(?:CLIENT_EARLY_TRAFFIC_SECRET|EARLY_EXPORTER_SECRET|EXPORTER_SECRET|RSA|PMS_CLIENT_RANDOM|ECH_\w+) [0-9a-f]+ [0-9a-f]+$/i;
const KEY_LOG = /^([A-Z0-9_]+) ([0-9a-f]{64}) ([0-9a-f]{64,128})$/i;
const SESSION = /^RSA Session-ID:([0-9a-f]{2,64}) Master-Key:([0-9a-f]{96})$/i;
const CAPE = /^client_random: ?([0-9a-f]{64}), server_random: ?[0-9a-f]{64}, master_secret: ?([0-9a-f]{96})$/i;
const MAX_KEYS = 100_000;

/** Secrets of TLS sessions, by the random of the client or by session id. */
export class TlsKeys {
  readonly #masters = new Map<string, string>();
  readonly #sessions = new Map<string, string>();
  readonly #secrets = new Map<string, string>();

  get size(): number {
    return this.#masters.size + this.#sessions.size + this.#secrets.size;
  }

  /**
   * Adds what a file holds: the lines of SSLKEYLOGFILE, of Cuckoo's `tlsmaster.txt` or of CAPE's `tlsdump.log`. Tells
   * how many lines were none of these, and the first of them, from 1.
   */
  add(text: string): { unknown: number; first: number } {
    let unknown = 0;
    let first = 0;
    let number = 0;
    for (const raw of text.split('\n')) {
      number++;
      const line = raw.trim();
      if (line === '' || line.startsWith('#') || this.size >= MAX_KEYS || this.#line(line)) continue;
      if (unknown++ === 0) first = number;
    }
    return { unknown, first };
  }

  /** Adds a master secret that the monitor saw, in hexadecimal; false when these are none. */
  addMaster(clientRandom: string, secret: string): boolean {
    return this.size < MAX_KEYS && this.#line(`CLIENT_RANDOM ${clientRandom} ${secret}`);
  }

  /** The master secret of a session of TLS 1.2 or older. */
  master(clientRandom: string, sessionId: string): Buffer | undefined {
    const secret = this.#masters.get(clientRandom) ?? (sessionId === '' ? undefined : this.#sessions.get(sessionId));
    return secret === undefined ? undefined : Buffer.from(secret, 'hex');
  }

  secret(clientRandom: string, label: SecretLabel): Buffer | undefined {
    const secret = this.#secrets.get(`${label} ${clientRandom}`);
    return secret === undefined ? undefined : Buffer.from(secret, 'hex');
  }

  #line(line: string): boolean {
    if (line.length > 400) return false;
    const session = SESSION.exec(line);
    if (session) {
      this.#sessions.set(session[1]!.toLowerCase(), session[2]!);
      return true;
    }
    const cape = CAPE.exec(line);
    if (cape) {
      this.#masters.set(cape[1]!.toLowerCase(), cape[2]!);
      return true;
    }
    const logged = KEY_LOG.exec(line);
    if (!logged) return UNUSED.test(line);
    const [, label, random, secret] = logged as unknown as [string, string, string, string];
    if (label === 'CLIENT_RANDOM') this.#masters.set(random.toLowerCase(), secret);
    else if ((SECRET_LABELS as readonly string[]).includes(label))
      this.#secrets.set(`${label} ${random.toLowerCase()}`, secret);
    else return UNUSED.test(line);
    return true;
  }
}
