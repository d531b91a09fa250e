/** Control words that begin a destination: what follows is no text of the document (RTF 1.9.1). */
const WORDS =
  'aftncn aftnsep aftnsepc annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart ' +
  'author background bkmkend bkmkstart blipuid buptim category colorschememapping colortbl comment company ' +
  'creatim datafield datastore defchp defpap do doccomm docvar dptxbxtext ebcend ebcstart factoidname falt fchars ' +
  'ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext field file filetbl fldinst fldrslt ' +
  'fldtype fname fontemb fontfile fonttbl footer footerf footerl footerr footnote formfield ftncn ftnsep ftnsepc ' +
  'g generator gridtbl header headerf headerl headerr hl hlfr hlinkbase hlloc hlsrc hsv htmltag info keycode ' +
  'keywords latentstyles lchars levelnumbers leveltext lfolevel linkval list listlevel listname listoverride ' +
  'listoverridetable listpicture liststylename listtable listtext lsdlockedexcept macc mailmerge maln manager ' +
  'mbar mbox mchr mcount md mdeg mden mdiff me mf mfunc mgrow mhtmltag mlim mm mmaddfieldname mmath mmc ' +
  'mmconnectstr mmconnectstrdata mmcs mmdatasource mmheadersource mmmailsubject mmodso mmodsofilter ' +
  'mmodsofldmpdata mmodsomappedname mmodsoname mmodsorecipdata mmodsosort mmodsosrc mmodsotable mmodsoudl ' +
  'mmodsoudldata mmodsouniquetag mmquery mmr mnary mnum mphant mpos mr mrad mshow mshp msub msup mtransp mtype ' +
  'mvfmf mvfml mvtof mvtol nesttableprops nextfile nonesttables objalias objclass objdata object objname objsect ' +
  'objtime oldcprops oldpprops oldsprops oldtprops oleclsid operator panose password passwordhash pgp pgptbl ' +
  'picprop pict pn pnaiu pnaiud pnseclvl pntext pntxta pntxtb printim private propname protend protstart ' +
  'protusertbl pxe result revtbl revtim rsidtbl rtf rxe shp shpgrp shpinst shppict shprslt shptxt sn sp staticval ' +
  'stylesheet subject sv svb tc template themedata title txe ud upr userprops wgrffmtfilter windowcaption ' +
  'writereservation writereservhash xe xform xmlattrname xmlattrvalue xmlclose xmlname xmlnstbl xmlopen';

export const DESTINATIONS: ReadonlySet<string> = new Set(WORDS.split(' '));
