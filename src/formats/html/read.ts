import { hasOtherTarget } from './link-target.ts';
import { htmlTokens } from './tokens.ts';

export interface HtmlLink {
  url: string;
  /** What it shows; empty for pictures. */
  text: string;
  /** Whether the text names another host than the link leads to. */
  isMisleading: boolean;
}

export interface HtmlForm {
  action: string;
  method: string;
  inputs: { type: string; name: string }[];
}

export interface HtmlFrame {
  url: string;
  /** Whether it is made not to be seen. */
  isHidden: boolean;
  /** The page that the attribute `srcdoc` holds. */
  page: string;
}

export interface HtmlScript {
  /** Empty where the code is in the page. */
  url: string;
  language: string;
  code: string;
  /** In characters. */
  offset: number;
}

/** An ActiveX control, an applet or other foreign content. */
export interface HtmlObject {
  element: string;
  classId: string;
  type: string;
  data: string;
  parameters: { name: string; value: string }[];
}

export interface HtmlPage {
  title: string;
  base: string;
  links: HtmlLink[];
  forms: HtmlForm[];
  frames: HtmlFrame[];
  scripts: HtmlScript[];
  objects: HtmlObject[];
  /** Pages that it goes on to by itself. */
  refresh: { seconds: number | undefined; url: string }[];
  /** Where it loads pictures, style sheets and the like from. */
  resources: string[];
  /** Code that runs when something happens: `onload`, `onerror`, … */
  handlers: { element: string; event: string; code: string }[];
  /** What comments of Internet Explorer's kind (`<!--[if …`) are shown for. */
  conditions: string[];
  /** What one of the lists had no room for. */
  leftOut: number;
}

const MOST = 2000;
const LONGEST_TEXT = 500;
const LONGEST_PAGE = 64 * 1024;
const LONGEST_DATA = 512;
const HIDDEN = /display\s{0,8}:\s{0,8}none|visibility\s{0,8}:\s{0,8}hidden/i;

/** What a page leads to, loads and runs. Time is linear in the text; lists have limits. */
export function readHtml(text: string): HtmlPage {
  const reader = new PageReader();
  for (const token of htmlTokens(text)) {
    if (token.kind === 'text') reader.text(token.text);
    else if (token.kind === 'open') reader.open(token.name, token.attributes, token.offset);
    else if (token.kind === 'close') reader.close(token.name);
    else reader.comment(token.text);
  }
  return reader.end();
}

class PageReader {
  readonly #page: HtmlPage = {
    title: '',
    base: '',
    links: [],
    forms: [],
    frames: [],
    scripts: [],
    objects: [],
    refresh: [],
    resources: [],
    handlers: [],
    conditions: [],
    leftOut: 0,
  };
  readonly #resources = new Set<string>();
  #link: HtmlLink | undefined;
  #form: HtmlForm | undefined;
  #script: HtmlScript | undefined;
  #object: HtmlObject | undefined;
  #isTitle = false;

  end(): HtmlPage {
    this.#endLink();
    this.#page.resources = [...this.#resources];
    return this.#page;
  }

  text(text: string): void {
    if (this.#script !== undefined) this.#script.code += text;
    else if (this.#isTitle) this.#page.title = text.trim().slice(0, LONGEST_TEXT);
    else if (this.#link !== undefined && this.#link.text.length < LONGEST_TEXT) {
      this.#link.text += text.slice(0, LONGEST_TEXT);
    }
  }

  comment(text: string): void {
    const condition = /^\[if\s([^\]]{1,200})\]/i.exec(text)?.[1];
    if (condition !== undefined) this.#push(this.#page.conditions, condition.trim());
  }

  close(name: string): void {
    if (name === 'a' || name === 'area') this.#endLink();
    else if (name === 'form') this.#form = undefined;
    else if (name === 'script') this.#script = undefined;
    else if (name === 'object' || name === 'applet') this.#object = undefined;
    else if (name === 'title') this.#isTitle = false;
  }

  open(name: string, attributes: Map<string, string>, offset: number): void {
    const get = (key: string) => attributes.get(key)?.trim() ?? '';
    for (const [key, code] of attributes) {
      if (!key.startsWith('on') || key.length < 4) continue;
      this.#push(this.#page.handlers, { element: name, event: key, code: code.slice(0, LONGEST_DATA) });
    }
    const handle = HANDLERS[name];
    if (handle !== undefined) handle.call(this, get, name, offset);
    else {
      this.#resource(get('src'));
      this.#resource(get('background'));
    }
  }

  /** What each element means; others only load. */
  static readonly handlers = {
    a(this: PageReader, get: Get) {
      this.#endLink();
      const url = get('href');
      if (url !== '') this.#link = { url: shortened(url), text: '', isMisleading: false };
    },
    area(this: PageReader, get: Get) {
      const url = get('href');
      if (url !== '') this.#push(this.#page.links, { url: shortened(url), text: '', isMisleading: false });
    },
    base(this: PageReader, get: Get) {
      this.#page.base ||= shortened(get('href'));
    },
    title(this: PageReader) {
      this.#isTitle = this.#page.title === '';
    },
    form(this: PageReader, get: Get) {
      this.#form = { action: shortened(get('action')), method: get('method').toLowerCase() || 'get', inputs: [] };
      this.#push(this.#page.forms, this.#form);
    },
    input(this: PageReader, get: Get) {
      this.#input(get('type').toLowerCase() || 'text', get);
      this.#resource(get('src'));
    },
    textarea(this: PageReader, get: Get) {
      this.#input('textarea', get);
    },
    select(this: PageReader, get: Get) {
      this.#input('select', get);
    },
    button(this: PageReader, get: Get) {
      // A button may send a form elsewhere.
      const action = get('formaction');
      if (action !== '') this.#push(this.#page.forms, { action: shortened(action), method: 'get', inputs: [] });
    },
    iframe(this: PageReader, get: Get) {
      this.#frame(get);
    },
    frame(this: PageReader, get: Get) {
      this.#frame(get);
    },
    script(this: PageReader, get: Get, _: string, offset: number) {
      const language = get('language') || get('type');
      this.#script = { url: shortened(get('src')), language: language.slice(0, 64).toLowerCase(), code: '', offset };
      this.#push(this.#page.scripts, this.#script);
    },
    object(this: PageReader, get: Get, name: string) {
      this.#object = {
        element: name,
        classId: (get('classid') || get('clsid')).slice(0, LONGEST_DATA),
        type: get('type').slice(0, 128),
        data: shortened(get('data') || get('src') || get('code') || get('codebase') || get('archive')),
        parameters: [],
      };
      this.#push(this.#page.objects, this.#object);
    },
    applet(this: PageReader, get: Get, name: string) {
      HANDLERS['object']!.call(this, get, name, 0);
    },
    embed(this: PageReader, get: Get, name: string) {
      HANDLERS['object']!.call(this, get, name, 0);
      this.#object = undefined;
    },
    param(this: PageReader, get: Get) {
      if (this.#object === undefined || this.#object.parameters.length >= 64) return;
      this.#object.parameters.push({ name: get('name').slice(0, 128), value: get('value').slice(0, LONGEST_DATA) });
    },
    meta(this: PageReader, get: Get) {
      if (get('http-equiv').toLowerCase() !== 'refresh') return;
      const [, seconds, rest] = /^\s*(\d{0,6})[^;,]{0,32}[;,]?([\s\S]*)$/.exec(get('content').slice(0, 4096)) ?? [];
      const url = (rest ?? '')
        .trim()
        .replace(/^url\s{0,8}=\s{0,8}/i, '')
        .replace(/^['"]|['"]$/g, '');
      this.#push(this.#page.refresh, { seconds: seconds ? Number(seconds) : undefined, url: shortened(url) });
    },
    link(this: PageReader, get: Get) {
      this.#resource(get('href'));
    },
  };

  #input(type: string, get: Get): void {
    const input = { type: type.slice(0, 32), name: get('name').slice(0, 128) };
    if (this.#form === undefined) {
      // Browsers and scripts use fields outside of forms as well.
      if (input.type !== 'password') return;
      this.#form = { action: '', method: '', inputs: [] };
      this.#push(this.#page.forms, this.#form);
    }
    if (this.#form.inputs.length < 200) this.#form.inputs.push(input);
    else this.#page.leftOut++;
  }

  #frame(get: Get): void {
    const isTiny = ['width', 'height'].some((key) => /^[01](?:px)?$/.test(get(key)));
    this.#push(this.#page.frames, {
      url: shortened(get('src')),
      isHidden: isTiny || HIDDEN.test(get('style').slice(0, 2048)),
      page: get('srcdoc').slice(0, LONGEST_PAGE),
    });
  }

  #resource(url: string): void {
    if (url === '' || this.#resources.has(url)) return;
    if (this.#resources.size < MOST) this.#resources.add(shortened(url));
    else this.#page.leftOut++;
  }

  #endLink(): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#link = undefined;
    link.text = link.text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT);
    link.isMisleading = hasOtherTarget(link.text, link.url);
    this.#push(this.#page.links, link);
  }

  #push<T>(list: T[], item: T): void {
    if (list.length < MOST) list.push(item);
    else this.#page.leftOut++;
  }
}

type Get = (key: string) => string;
type Handler = (this: PageReader, get: Get, name: string, offset: number) => void;
const HANDLERS: { readonly [element: string]: Handler } = Object.assign(Object.create(null), PageReader.handlers);

/** Data URIs hold whole files. */
function shortened(url: string): string {
  return url.length > LONGEST_DATA * 4 ? `${url.slice(0, LONGEST_DATA * 4)}…` : url;
}
