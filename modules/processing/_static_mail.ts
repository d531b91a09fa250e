import { createHash } from 'node:crypto';
import {
  describeFile,
  isMail,
  isOutlookMessage,
  type MailAttachment,
  type MailMessage,
  MemorySource,
  readHtml,
  readMail,
  readOutlookMessage,
  staticProblems,
} from 'ovoscope/formats';
import type { StaticContext, StaticFormat } from './_static_format.ts';
import { urlsInText } from './_text_urls.ts';

/** Characters of each body that are in the container. */
const SHOWN = 32 * 1024;
const MOST_LINKS = 2000;

/** E-mail: messages as files (.eml) and as Outlook saves them (.msg). */
export const mailFormat: StaticFormat = {
  name: 'e-mail',
  applies: (sample) =>
    isOutlookMessage(sample.source, sample.head) || isMail(sample.head) || sample.extension === 'eml',
  async read({ source, head, name }, context) {
    const limit = context.options['mail_limit'];
    const options = typeof limit === 'number' && limit > 0 ? { limit } : {};
    const message = isOutlookMessage(source, head)
      ? readOutlookMessage(source, context.problem, options)
      : readMail(source, context.problem, options);
    if (message === undefined || message.headers.length + message.bodies.length + message.attachments.length === 0) {
      context.problem(staticProblems.notWhatItSays(name, 'an e-mail message', 'no e-mail message'));
      return { mail: null };
    }
    return { mail: await describe(message, context) };
  },
};

type Json = { [name: string]: unknown };

async function describe(message: MailMessage, context: StaticContext): Promise<Json> {
  const { bodies, attachments, messages, replyTo, returnPath, messageId, checks, ...rest } = message;
  const described: Json[] = [];
  for (const attachment of attachments) {
    context.signal.throwIfAborted();
    described.push(await attachmentOf(attachment));
  }
  const inner: Json[] = [];
  for (const { part, message: one } of messages) inner.push({ part, ...(await describe(one, context)) });
  return {
    ...rest,
    reply_to: replyTo,
    return_path: returnPath,
    message_id: messageId,
    authentication: checks,
    bodies: bodies.map(({ text, length, ...body }) => ({
      ...body,
      text: text.slice(0, SHOWN),
      length,
      ...(length > SHOWN && { truncated: true }),
    })),
    ...contents(message),
    attachments: described,
    messages: inner,
  };
}

interface Link {
  url: string;
  text: string | null;
  is_misleading: boolean;
  part: string;
}

/** Where the bodies lead to, what they load from elsewhere, and the forms in them. */
function contents({ bodies }: MailMessage): Json {
  const links = new Map<string, Link>();
  const loads = new Set<string>();
  const forms: Json[] = [];
  const add = (link: Link) => {
    const key = `${link.url}\n${link.text ?? ''}`;
    if (links.size < MOST_LINKS && !links.has(key)) links.set(key, link);
  };
  for (const { type, text, part } of bodies) {
    if (type !== 'text/html') {
      for (const url of urlsInText(text, MOST_LINKS)) add({ url, text: null, is_misleading: false, part });
      continue;
    }
    const page = readHtml(text);
    for (const { url, text: shown, isMisleading } of page.links)
      add({ url, text: shown, is_misleading: isMisleading, part });
    for (const { url } of [...page.refresh, ...page.frames])
      if (url !== '') add({ url, text: null, is_misleading: false, part });
    for (const url of [...page.resources, ...page.scripts.map((script) => script.url)])
      if (/^(?:[a-z]+:)?\/\//i.test(url)) loads.add(url);
    for (const { action, method, inputs } of page.forms) forms.push({ action, method, inputs, part });
  }
  return { links: [...links.values()], loads: [...loads].slice(0, MOST_LINKS), forms };
}

async function attachmentOf({ read, contentId, ...rest }: MailAttachment): Promise<Json> {
  const bytes = read();
  const digest = (name: string) => createHash(name).update(bytes).digest('hex');
  return {
    ...rest,
    content_id: contentId,
    filetype: bytes.length === 0 ? null : await describeFile(new MemorySource(bytes, rest.name)),
    size: bytes.length,
    ...{ md5: digest('md5'), sha1: digest('sha1'), sha256: digest('sha256') },
  };
}
