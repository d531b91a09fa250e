import { bitNames, isShortcut, LINK_FLAGS, type LnkFile, pathOf, readLnk, staticProblems } from 'ovoscope/formats';
import type { StaticFormat } from './_static_format.ts';

/** Windows shortcuts: Cuckoo's keys, and what else they give away. */
export const lnkFormat: StaticFormat = {
  name: 'LNK',
  applies: ({ head, extension }) => isShortcut(head) || extension === 'lnk',
  async read({ source, name }, { problem }) {
    const lnk = readLnk(source, problem);
    if (lnk === undefined) problem(staticProblems.notWhatItSays(name, 'a shortcut', 'no shortcut'));
    return { lnk: lnk === undefined ? null : describe(lnk) };
  },
};

const FLAGS = {
  shellidlist: 'HasLinkTargetIDList',
  references: 'HasLinkInfo',
  description: 'HasName',
  relapath: 'HasRelativePath',
  workingdir: 'HasWorkingDir',
  cmdline: 'HasArguments',
  icon: 'HasIconLocation',
} as const;

const ATTRIBUTES = {
  readonly: 0x1,
  hidden: 0x2,
  system: 0x4,
  directory: 0x10,
  archive: 0x20,
  ntfs_efs: 0x40,
  normal: 0x80,
  temporary: 0x100,
  sparse: 0x200,
  reparse: 0x400,
  compressed: 0x800,
  offline: 0x1000,
  not_indexed: 0x2000,
  encrypted: 0x4000,
};

const SHOW: ReadonlyMap<number, string> = new Map([
  [1, 'normal'],
  [3, 'maximized'],
  [7, 'minimized'],
]);

function describe(lnk: LnkFile) {
  const { info, extra } = lnk;
  const flags = Object.fromEntries(
    Object.entries(FLAGS).map(([name, flag]) => [name, (lnk.flags & LINK_FLAGS[flag]) !== 0]),
  );
  return present({
    flags,
    attrs: bitNames(lnk.attributes, ATTRIBUTES),
    basepath: info?.basePath,
    net_share: info?.netShare,
    network_drive: info?.networkDrive,
    remaining_path: info?.remainingPath,
    description: lnk.description,
    relapath: lnk.relativePath,
    workingdir: lnk.workingDirectory,
    cmdline: lnk.commandLine,
    icon: lnk.icon,
    icon_index: lnk.iconIndex,
    link_flags: bitNames(lnk.flags, LINK_FLAGS),
    show: SHOW.get(lnk.showCommand) ?? `normal (${lnk.showCommand})`,
    hotkey: lnk.hotkey === 0 ? undefined : hotkey(lnk.hotkey),
    created: lnk.created,
    accessed: lnk.accessed,
    modified: lnk.modified,
    target_size: lnk.fileSize,
    target_path: pathOf(lnk.target),
    target_items: lnk.target.map(({ kind, name }) => ({ kind, name: name ?? null })),
    drive_type: info?.driveType,
    drive_serial: info?.driveSerial,
    volume_label: info?.volumeLabel,
    environment: extra.environment,
    icon_environment: extra.iconEnvironment,
    darwin_id: extra.darwinId,
    shim_layer: extra.shimLayer,
    special_folder: extra.specialFolder,
    known_folder: extra.knownFolder,
    machine_id: extra.machineId,
    mac_address: extra.macAddress,
    droid: extra.droid,
    overlay: lnk.overlay === undefined ? null : lnk.overlay,
  });
}

/** Without the fields that the link does not have. */
function present(fields: { [name: string]: unknown }): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** `CTRL+ALT+K`: the key in the low byte, what is held down in the high one. */
function hotkey(value: number): string {
  const key = value & 0xff;
  const name = key >= 0x70 && key <= 0x87 ? `F${key - 0x6f}` : String.fromCharCode(key);
  return [...bitNames(value >> 8, { SHIFT: 1, CTRL: 2, ALT: 4 }), name].join('+');
}
