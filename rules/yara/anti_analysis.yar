rule names_of_virtual_machines
{
    meta:
        description = "Names three or more virtual machines"
        author = "Ovoscope"
        severity = 2

    strings:
        $vbox = /vbox(guest|mouse|service|tray|hook|sf)\b/ ascii wide nocase
        $vmware = /vm(tools|hgfs|mouse|srvc|toolsd)\b/ ascii wide nocase
        $qemu = "qemu-ga" ascii wide nocase
        $xen = /xen(service|vbd|bus)\b/ ascii wide nocase
        $parallels = /prl_(tools|cc|sf)\b/ ascii wide nocase
        $bochs = "BOCHS_" ascii wide
        $sandboxie = "SbieDll.dll" ascii wide nocase
        $wine = "wine_get_unix_file_name" ascii wide

    condition:
        3 of them
}

rule names_of_analysis_tools
{
    meta:
        description = "Names four or more tools of people who analyse programs"
        author = "Ovoscope"
        severity = 2

    strings:
        $a01 = "ollydbg" ascii wide nocase
        $a02 = "x64dbg" ascii wide nocase
        $a03 = "windbg.exe" ascii wide nocase
        $a04 = "idaq" ascii wide nocase
        $a05 = "procmon" ascii wide nocase
        $a06 = "procexp" ascii wide nocase
        $a07 = "wireshark" ascii wide nocase
        $a08 = "fiddler" ascii wide nocase
        $a09 = "processhacker" ascii wide nocase
        $a10 = "autoruns" ascii wide nocase
        $a11 = "tcpview" ascii wide nocase
        $a12 = "regshot" ascii wide nocase
        $a13 = "dnspy" ascii wide nocase
        $a14 = "pestudio" ascii wide nocase

    condition:
        4 of them
}
