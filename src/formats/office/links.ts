/** Relations that Office follows when it opens the document. */
const AUTOMATIC: ReadonlySet<string> = new Set([
  'attachedTemplate',
  'oleObject',
  'frame',
  'image',
  'subDocument',
  'externalLinkPath',
  'externalLink',
  'xlExternalLinkPath/xlPathMissing',
  'customXml',
  'settings',
  'webSettings',
  'aFChunk',
  'mailMergeSource',
  'mailMergeHeaderSource',
  'transform',
  'package',
  'control',
  'audio',
  'video',
  'media',
]);

export const isAutomatic = (type: string): boolean => AUTOMATIC.has(type);

/** A URL that leads to a network, or a share. */
export function isRemote(target: string): boolean {
  return /^\s{0,20}(?:(?:https?|ftps?|sftp|mhtml|mk|its|ms-its|x-usc|ldap|ms-msdt|search-ms|webdav|davs?):|\\\\|\/\/|file:\/\/[^/])/i.test(
    target,
  );
}
