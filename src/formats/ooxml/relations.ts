import { walkXml } from '../xml/tokens.ts';

export interface Relation {
  id: string;
  /** The last word of its type. */
  type: string;
  target: string;
  isExternal: boolean;
}

const RELATIONS = 10_000;

export function readRelations(xml: string): Relation[] {
  const found: Relation[] = [];
  walkXml(xml, {
    open(name, attributes) {
      if (name !== 'Relationship' || found.length >= RELATIONS) return;
      const type = attributes.get('Type') ?? '';
      found.push({
        id: attributes.get('Id') ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        target: attributes.get('Target') ?? '',
        isExternal: attributes.get('TargetMode')?.toLowerCase() === 'external',
      });
    },
  });
  return found;
}

/** The part that has the relations: `word/document.xml` for `word/_rels/document.xml.rels`; empty for the package. */
export function ownerOf(relations: string): string {
  return relations.replace(/(^|\/)_rels\/([^/]*)\.rels$/i, '$1$2');
}

/** A target as the name of a part, seen from the part that has the relation. */
export function partName(owner: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${owner.slice(0, owner.lastIndexOf('/') + 1)}${target}`;
  const parts: string[] = [];
  for (const part of path.split('/').slice(0, 64)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
