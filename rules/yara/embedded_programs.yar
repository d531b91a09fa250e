import "pe"

rule embedded_pe
{
    meta:
        description = "Holds a Windows program that is not at its beginning"
        author = "Ovoscope"
        severity = 2

    strings:
        $stub = "This program cannot be run in DOS mode"
        $mz = "MZ"

    condition:
        for any i in (1 .. #mz) : (
            @mz[i] > 0 and @mz[i] + 0x40 < filesize and
            uint32(@mz[i] + 0x3c) < 0x1000 and
            uint32(@mz[i] + uint32(@mz[i] + 0x3c)) == 0x00004550
        ) and $stub
}

rule pe_in_base64
{
    meta:
        description = "Holds a Windows program in base64"
        author = "Ovoscope"
        severity = 2

    strings:
        $stub = "This program cannot be run in DOS mode" base64 base64wide

    condition:
        $stub
}

rule pe_reversed
{
    meta:
        description = "Holds a Windows program that is written backwards"
        author = "Ovoscope"
        severity = 3

    strings:
        $stub = "edom SOD ni nur eb tonnac margorp sihT"

    condition:
        $stub
}

rule pe_overlay_large
{
    meta:
        description = "Has more bytes behind its sections than in them"
        author = "Ovoscope"
        severity = 1

    condition:
        pe.is_pe and pe.overlay.size > 1MB and pe.overlay.size > filesize \ 2
}
