#!/usr/bin/env node
/** Writes docs/reference/errors.md from src/errors: every code, with what it says. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'src', 'errors');
const page = join(root, 'docs', 'reference', 'errors.md');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, errorsPage());

export function errorsPage() {
  const lines = [
    '# Problems',
    '',
    'Every failure and every damage that Ovoscope meets is a *problem*: `{ code, message, hint?, where }`. Problems stand in',
    '`results.problems`, in every report, and on the terminal. Codes stay the same from version to version; texts may change.',
    '`…` stands for a value. This page is made from `src/errors` by `npm run docs`.',
  ];
  for (const file of sources()) {
    const codes = codesOf(file);
    if (codes.length === 0) continue;
    lines.push(
      '',
      `## ${file.replace(/\.ts$/, '').replaceAll('-', ' ')}`,
      '',
      '| code | message | what to do |',
      '|---|---|---|',
    );
    for (const { code, message, hint } of codes) lines.push(`| \`${code}\` | ${cell(message)} | ${cell(hint ?? '')} |`);
  }
  return `${lines.join('\n')}\n`;
}

export function errorCodes() {
  return sources().flatMap(codesOf);
}

function sources() {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && name !== 'problem.ts')
    .sort();
}

function codesOf(file) {
  const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  visit(source);
  return found;

  function visit(node) {
    if (ts.isObjectLiteralExpression(node)) {
      const code = member(node, 'code');
      if (code && ts.isStringLiteralLike(code)) {
        const [message, hint] = ['message', 'hint'].map((name) => member(node, name));
        found.push({ code: code.text, message: textOf(message) ?? '…', hint: textOf(hint), file });
      }
    }
    ts.forEachChild(node, visit);
  }
}

function member(object, name) {
  const found = object.properties.find((property) => property.name?.getText() === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

/** The text of an expression, with … for what is only known when it happens. */
function textOf(node) {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].map(textOf).join(' / ');
  if (ts.isBinaryExpression(node))
    return (
      [node.left, node.right]
        .map(textOf)
        .filter((text) => text !== '…')
        .join(' / ') || '…'
    );
  return node.getText() === 'undefined' ? '' : '…';
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replace(/…+/g, '…').replaceAll('<', '&lt;');
}
