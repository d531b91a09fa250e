rule powershell_download_and_run
{
    meta:
        description = "Downloads text and runs it"
        author = "Ovoscope"
        severity = 3

    strings:
        $run1 = "iex" nocase fullword
        $run2 = "invoke-expression" nocase
        $get1 = "downloadstring" nocase
        $get2 = "invoke-webrequest" nocase
        $get3 = "invoke-restmethod" nocase
        $get4 = /\biwr\s+(-uri\s+)?['"]?https?:/ nocase

    condition:
        any of ($run*) and any of ($get*)
}

rule powershell_reflective_load
{
    meta:
        description = "Loads a .NET library from memory"
        author = "Ovoscope"
        severity = 3

    strings:
        $load1 = "[reflection.assembly]::load(" nocase
        $load2 = "[system.reflection.assembly]::load(" nocase
        $load3 = "[appdomain]::currentdomain.load(" nocase

    condition:
        any of them
}

rule powershell_amsi_bypass
{
    meta:
        description = "Switches off the scanning of scripts"
        author = "Ovoscope"
        severity = 3

    strings:
        $utils = "amsiutils" nocase
        $field1 = "amsiinitfailed" nocase
        $field2 = "amsicontext" nocase
        $buffer = "amsiscanbuffer" nocase

    condition:
        ($utils and any of ($field*)) or $buffer
}
