/** A header as the message has it: unfolded, its encoded words decoded. */
export interface MailHeader {
  name: string;
  value: string;
}

export interface MailAddress {
  name: string;
  /** Empty where there is only a name. */
  address: string;
}

/** One server that passed the message on, as it says itself; the last one first. */
export interface MailHop {
  /** Whom the server got it from, in that one's words and with what the server saw. */
  from: string | null;
  by: string | null;
  protocol: string | null;
  for: string | null;
  /** Addresses that the server noted for the sender. */
  ips: string[];
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  time: string | null;
}

/** The result of a check, as a header claims it; whoever wrote the header may have made it up. */
export interface MailCheck {
  /** `spf`, `dkim`, `dmarc`, … */
  method: string;
  result: string;
  /** Who says so. */
  by: string | null;
  /** Header and properties it was about: `header.from` → `example.com`. */
  properties: { [name: string]: string };
}

/** Who signed the message, as the signature claims. */
export interface MailSignature {
  domain: string | null;
  selector: string | null;
}

export interface MailBody {
  /** Number of the part: `1.2`; `1` for a message of one part. */
  part: string;
  type: 'text/plain' | 'text/html' | 'text/rtf';
  charset: string | null;
  /** As far as it is read. */
  text: string;
  /** Characters in all. */
  length: number;
}

export interface MailAttachment {
  part: string;
  /** As the message names it; empty where it does not. */
  name: string;
  /** As the message says. */
  type: string;
  disposition: string;
  contentId: string | null;
  encoding: string;
  /** Decoded when it is called. */
  read: () => Buffer;
}

export interface MailMessage {
  headers: MailHeader[];
  from: MailAddress[];
  sender: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  replyTo: MailAddress[];
  returnPath: string | null;
  subject: string | null;
  /** As written. */
  date: string | null;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  sent: string | null;
  messageId: string | null;
  received: MailHop[];
  checks: MailCheck[];
  signatures: MailSignature[];
  /** Headers that may stand once only and do not. */
  repeated: string[];
  bodies: MailBody[];
  attachments: MailAttachment[];
  /** Messages that are attached, with the part that each is. */
  messages: { part: string; message: MailMessage }[];
}
