const SHOWN =
  /^(?:(?:https?|hxxps?|ftp):\/\/)?(?:[^\s/@]{1,64}@)?((?:[a-z0-9\u00a1-\uffff-]{1,63}\.){1,8}[a-z\u00a1-\uffff]{2,24})(?::\d{1,5})?(?:[/?#]\S{0,2048})?$/i;
/** What ends names of files, which are shown as such. */
const FILES =
  /\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|exe|txt|html?|jpe?g|png|gif|csv|xml|rtf|odt|js|vbs|iso|img|lnk|msi|eml|msg|mp[34])$/i;

/** Whether a link's text is itself an address, of another host than the one it leads to. */
export function hasOtherTarget(text: string, url: string): boolean {
  if (text.length > 2200) return false;
  const shown = SHOWN.exec(text);
  if (shown === null || (!/^(?:https?|hxxps?|ftp):/i.test(text) && FILES.test(shown[1]!))) return false;
  const target = hostOf(url);
  return target !== undefined && plain(target) !== plain(shown[1]!);
}

function hostOf(url: string): string | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname;
}

/** As the URL parser has it: in lower case and with international names in their ASCII form. */
function plain(host: string): string {
  const whole = `http://${host}/`;
  const name = URL.canParse(whole) ? new URL(whole).hostname : host.toLowerCase();
  return name.replace(/^www\./, '');
}
