import { expect, it } from 'vitest';
import { messageText, sampleText } from './text.ts';

it('shows control characters instead of doing what they say', () => {
  expect(sampleText('a\u001b[2Jb\rc\u0000')).toBe('a⟦U+001B⟧[2Jb⟦U+000D⟧c⟦U+0000⟧');
  expect(sampleText('x\u202Eexe.fdp')).toBe('x⟦U+202E⟧exe.fdp');
});

it('takes the link out of URLs', () => {
  expect(sampleText('get http://evil.example/x')).toBe('get hxxp://evil[.]example/x');
});

it('cuts what is long, and says that it did', () => {
  expect(sampleText('a'.repeat(300), 10)).toBe('aaaaaaaaaa…');
});

it('keeps the lines of messages and the links in them', () => {
  expect(messageText('see https://example.com\nline \u001b2')).toBe('see https://example.com\nline ⟦U+001B⟧2');
});
