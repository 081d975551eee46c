import type { Packed } from './zip.ts'

export type Head = { id: string; at: Date; authority: string; description: string }

/**
 * The inventory of a package as the common European specification for information packages (CSIP, the ground of the
 * Swedish FGS Paketstruktur) wants it: METS at the root, what is described in `metadata`, what is kept in `representations`;
 * every file with its type, size and SHA-256.
 */
export function mets({ id, at, authority, description }: Head, packed: Packed[]): Buffer {
  const created = at.toISOString()
  const facts = ({ type, bytes, checksum }: Packed) =>
    `MIMETYPE="${quoted(type)}" SIZE="${bytes}" CREATED="${created}" CHECKSUM="${checksum}" CHECKSUMTYPE="SHA-256"`
  const place = ({ path }: Packed) => `xlink:type="simple" xlink:href="${quoted(path)}"`
  const described = packed.filter(({ path }) => path.startsWith('metadata/'))
  const kept = packed.filter(({ path }) => path.startsWith('representations/'))
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    '  xmlns:csip="https://DILCIS.eu/XML/METS/CSIPExtensionMETS" xmlns:sip="https://DILCIS.eu/XML/METS/SIPExtensionMETS"',
    `  OBJID="uuid-${id}" LABEL="${quoted(description)}" TYPE="Mixed" csip:CONTENTINFORMATIONTYPE="OTHER" csip:OTHERCONTENTINFORMATIONTYPE="Insyn"`,
    '  PROFILE="https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml">',
    `<mets:metsHdr CREATEDATE="${created}" csip:OAISPACKAGETYPE="SIP">`,
    '<mets:agent ROLE="CREATOR" TYPE="OTHER" OTHERTYPE="SOFTWARE"><mets:name>Insyn</mets:name><mets:note csip:NOTETYPE="SOFTWARE VERSION">1</mets:note></mets:agent>',
    `<mets:agent ROLE="ARCHIVIST" TYPE="ORGANIZATION"><mets:name>${quoted(authority)}</mets:name></mets:agent>`,
    '</mets:metsHdr>',
    ...described.map(
      (file, index) =>
        `<mets:dmdSec ID="dmd-${index}" CREATED="${created}" STATUS="CURRENT"><mets:mdRef ID="md-${index}" LOCTYPE="URL" ${place(file)} MDTYPE="OTHER" OTHERMDTYPE="JSON" ${facts(file)}/></mets:dmdSec>`,
    ),
    '<mets:fileSec ID="files"><mets:fileGrp ID="rep1" USE="Representations/rep1">',
    ...kept.map(
      (file, index) =>
        `<mets:file ID="file-${index}" ${facts(file)}><mets:FLocat LOCTYPE="URL" ${place(file)}/></mets:file>`,
    ),
    '</mets:fileGrp></mets:fileSec>',
    `<mets:structMap ID="structure" TYPE="PHYSICAL" LABEL="CSIP"><mets:div ID="root" LABEL="uuid-${id}">`,
    `<mets:div ID="metadata" LABEL="Metadata" DMDID="${described.map((_, index) => `dmd-${index}`).join(' ')}"/>`,
    '<mets:div ID="representation" LABEL="Representations/rep1"><mets:fptr FILEID="rep1"/></mets:div>',
    '</mets:div></mets:structMap>',
    '</mets:mets>',
    '',
  ]
  return Buffer.from(lines.join('\n'))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const quoted = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!)
