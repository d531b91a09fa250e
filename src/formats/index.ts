/** Readers of the formats that sandboxes and monitors write, for authors of processing modules. */

export { apkProblems } from '../errors/apk.ts';
export { bufferProblems } from '../errors/buffer.ts';
export { droidmonProblems } from '../errors/droidmon.ts';
export { evtxProblems } from '../errors/evtx.ts';
export { extractedProblems } from '../errors/extracted.ts';
export { fileProblems } from '../errors/files.ts';
export { idsProblems } from '../errors/ids.ts';
export { iocProblems } from '../errors/iocs.ts';
export { lookupProblems } from '../errors/lookup.ts';
export { memoryProblems } from '../errors/memory.ts';
export { networkProblems } from '../errors/network.ts';
export { procmemoryProblems } from '../errors/procmemory.ts';
export { procmonProblems } from '../errors/procmon.ts';
export { programProblems } from '../errors/program.ts';
export { rebootProblems } from '../errors/reboot.ts';
export { staticProblems } from '../errors/static.ts';
export { stringsProblems } from '../errors/strings.ts';
export { sysmonProblems } from '../errors/sysmon.ts';
export { yaraProblems } from '../errors/yara.ts';
export { type ByteSource, FileSource, MemorySource } from '../util/byte-source.ts';
export { type FileHashes, hashSource } from '../util/hash-file.ts';
export { type ApkManifest, readManifest } from './apk/manifest.ts';
export { archiveFormat, listArchive } from './archive-list/list.ts';
export type { ArchiveListing, ArchiveMember } from './archive-list/types.ts';
export { PartSource, RandomAccess } from './binary/random-access.ts';
export { bitNames, decodeText, hex, utcTime } from './binary/text.ts';
export { IndexCache } from './call-log/index-cache.ts';
export { type CallQuery, LogCallList } from './call-log/list.ts';
export { CallLog, type CallLogOptions } from './call-log/log.ts';
export { type LogFiles, type OpenLogsOptions, openCallLogs } from './call-log/open.ts';
export type * from './call-log/types.ts';
export { csvLog } from './csv/format.ts';
export { noteText } from './elf/note-text.ts';
export { type ElfFile, readElf } from './elf/read.ts';
export { RELOCATION_TYPES } from './elf/relocation-types.ts';
export * as elfWords from './elf/words.ts';
export { isEvtx, readEvtx } from './evtx/read.ts';
export type { EvtxEnd, EvtxEvent } from './evtx/types.ts';
export { describeFile } from './file-type/describe.ts';
export { type HtmlPage, readHtml } from './html/read.ts';
export {
  type BodyFile,
  type BodyStore,
  type HttpBody,
  type HttpExchange,
  type HttpHead,
  headerOf,
} from './http/types.ts';
export { findIndicators, type IndicatorKind, type IndicatorVisitor, isWindowsPath } from './indicators/find.ts';
export { type Host, hostOf } from './indicators/host.ts';
export { walletCurrency } from './indicators/wallet.ts';
export type { IrcMessage } from './irc/conversation.ts';
export { pathOf } from './lnk/id-list.ts';
export { isShortcut, LINK_FLAGS, type LnkFile, readLnk } from './lnk/read.ts';
export { isMachO, type MachFile, readMachO } from './macho/read.ts';
export * as machWords from './macho/words.ts';
export { isOutlookMessage, readOutlookMessage } from './mail/outlook.ts';
export { isMail, readMail } from './mail/read.ts';
export type { MailAttachment, MailMessage } from './mail/types.ts';
export { type MappedImage, readImage, unmapImage } from './memory-dump/image.ts';
export { MemoryView, protectText, readMemoryDump } from './memory-dump/read.ts';
export { readLogBuffers } from './monitor-bson/buffers.ts';
export { monitorBson } from './monitor-bson/format.ts';
export { type MsiFile, readMsi } from './msi/read.ts';
export { netlog } from './netlog/format.ts';
export { type OfficeOptions, readOffice } from './office/read.ts';
export type { OfficeEncryption, OfficeFile, OfficeProject } from './office/types.ts';
export { type CompoundFile, isCompoundFile, type OleEntry, openCompoundFile } from './ole/compound-file.ts';
export type { EmbeddedObject } from './ole/embedded.ts';
export { type Addresses, endpointKey, PairMap } from './pcap/addresses.ts';
export {
  type CaptureHandler,
  DISSECT_LIMITS,
  type DissectLimits,
  type DissectOptions,
  Dissector,
  type DnsEvent,
  type IpPacket,
} from './pcap/dissect.ts';
export { SortedCapture } from './pcap/sort.ts';
export { isPdf, type PdfFile, readPdf } from './pdf/read.ts';
export { type CertificateFacts, partOf } from './pe/certificates.ts';
export { executableKind } from './pe/headers.ts';
export { languageNames } from './pe/languages.ts';
export * as peNames from './pe/names.ts';
export { type PeFile, readPe } from './pe/read.ts';
export { type ProcmonEnd, readProcmon } from './procmon/read.ts';
export { isRtf, type RtfFile, type RtfOptions, readRtf } from './rtf/read.ts';
export { decodeEncodedScripts } from './script/encoder.ts';
export { decodeScriptText } from './script/text.ts';
export { hiddenTexts, joinTexts } from './script/unhide.ts';
export type { Mail, SmtpSession } from './smtp/types.ts';
export { stapLog } from './stap/format.ts';
export { type StringEncoding, StringScanner, type StringScanOptions, type StringVisitor } from './strings/scan.ts';
export { UrlScanner } from './strings/urls.ts';
export { readSysmon, type SysmonEvent } from './sysmon/read.ts';
export { readTextLines, type TextLine } from './text-lines/read.ts';
export { suiteName } from './tls/cipher-suites.ts';
export { ja3, ja3s, ja4 } from './tls/fingerprint.ts';
export { TlsKeys } from './tls/keys.ts';
export type { Certificate, TlsSession } from './tls/types.ts';
export { type Folded, foldStrings } from './vba/fold.ts';
export { findKeywords, type Keyword } from './vba/keywords.ts';
export { findFunctions } from './xlm/keywords.ts';
export { YaraScanner, YaraTimeout } from './yara/scanner.ts';
export type { RuleSource } from './yara/types.ts';
export { readZip, readZipMember, type ZipContent, type ZipListing, type ZipMember } from './zip/read.ts';
