import { expect, test } from 'vitest';
import { MAIL, outlookMessage } from '../../tests/support/mail-samples.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Static from './static.ts';

async function mailOf(binary: Uint8Array | string, info = {}) {
  const { value, problems } = await runModule(Static, memoryTask({ binary }, { info }));
  return { mail: value!['mail'], codes: problems.map(({ code }) => code) };
}

test('a message has links, attachments with hashes, and messages', async () => {
  const { mail, codes } = await mailOf(Buffer.from(MAIL, 'latin1'));
  expect(codes).toEqual([]);
  expect(mail).toMatchObject({
    subject: 'Your accöunt',
    reply_to: [{ address: 'other@evil.example' }],
    return_path: 'bounce@evil.example',
    message_id: '<1@evil.example>',
    authentication: [{ method: 'spf', result: 'fail' }, { method: 'dkim' }, { method: 'dmarc' }, { method: 'spf' }],
    bodies: [{ part: '1.1', type: 'text/plain' }, { part: '1.2' }],
    links: [
      { url: 'http://evil.example/login', text: null, is_misleading: false, part: '1.1' },
      {
        ...{ url: 'http://evil.example/login?a=1&b=2', text: 'https://www.bank.example/login' },
        ...{ is_misleading: true, part: '1.2' },
      },
      { url: 'https://bank.example/help', text: 'bank.example/help', is_misleading: false },
    ],
    loads: ['http://track.example/pixel.gif'],
    forms: [{ action: 'http://evil.example/post', method: 'post', inputs: [{ type: 'password', name: 'pin' }] }],
    attachments: [
      {
        ...{ part: '2', name: 'résum.pdf.exe', type: 'application/octet-stream', disposition: 'attachment' },
        ...{ content_id: null, encoding: 'base64', size: 5, md5: '5d41402abc4b2a76b9719d911017c592' },
        sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
        filetype: 'ASCII text, with no line terminators',
      },
      { part: '3', type: 'message/rfc822' },
    ],
    messages: [{ part: '3', subject: 'inner', links: [{ url: 'http://inner.example/x' }], attachments: [] }],
  });
  expect(() => JSON.stringify(mail)).not.toThrow();
});

test('a message of Outlook has the same', async () => {
  const { mail, codes } = await mailOf(outlookMessage());
  expect(codes).toEqual([]);
  expect(mail).toMatchObject({
    subject: 'Invoice',
    links: [
      { url: 'http://evil.example/a' },
      { url: 'http://evil.example/b', is_misleading: true },
      { url: 'http://evil.example/c' },
    ],
    attachments: [{ name: 'invoice.pdf.js', md5: '5d41402abc4b2a76b9719d911017c592' }, { name: 'inner message' }],
    messages: [{ part: '2', subject: 'inner', received: [{ from: 'a', by: 'b' }] }],
  });
});

test('what only its name calls a message is none', async () => {
  expect(await mailOf('', { file_name: 'a.eml' })).toEqual({ mail: null, codes: ['STATIC_OTHER_FORMAT'] });
  const { mail } = await mailOf('Subject: x\n\nbody', { file_name: 'a.eml' });
  expect(mail).toMatchObject({ subject: 'x', bodies: [{ text: 'body' }] });
});

test('text with colons is none', async () => {
  const { mail, codes } = await mailOf('name: x\nvalue: y\n\nhttp://a.example\n');
  expect([mail, codes]).toEqual([undefined, []]);
});

test('no more of it is read than is allowed', async () => {
  const { value, problems } = await runModule(Static, memoryTask({ binary: MAIL }), { options: { mail_limit: 1500 } });
  expect(value).toMatchObject({ mail: { subject: 'Your accöunt', attachments: [] } });
  expect(problems.map(({ code }) => code)).toContain('STATIC_TOO_LARGE');
});
