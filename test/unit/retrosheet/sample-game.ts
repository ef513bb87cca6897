/** A small made-up game in Retrosheet's format, for tests of the reader. */
const NAMES = ['Abbott', 'Baker', 'Cole', 'Dunn', 'Ellis', 'Ford', 'Gray', 'Hale', 'Ives'];

function starters(team: number, letter: string): string[] {
  return NAMES.map((name, i) => `start,${letter}${i + 1},"${name} ${letter.toUpperCase()}",${team},${i + 1},${i + 1}`);
}

/** The lines of a one-inning game that the visitors win 1:0; the home team's pitcher is relieved in it. */
export function sampleLines(id = 'HOM202001010'): string[] {
  return [
    `id,${id}`,
    'version,2',
    'info,visteam,AWY',
    'info,hometeam,HOM',
    'info,date,2020/01/01',
    'info,usedh,false',
    'info,innings,1',
    ...starters(0, 'a'),
    ...starters(1, 'h'),
    'play,1,0,a1,10,BX,HR/F7',
    'com,"a comment, with a comma"',
    'play,1,0,a2,32,BBBCFC,K',
    'play,1,0,a3,21,BBC,NP',
    'sub,h10,"Jones, Jr.",1,1,1',
    'play,1,0,a3,31,BBC.B,W',
    'play,1,0,a4,??,,64(1)3/GDP',
    'badj,h1,L',
    'play,1,1,h10,00,X,S8',
    'play,1,1,h2,00,,CS2(26)',
    'play,1,1,h2,00,X,8',
    'play,1,1,h3,02,CSS,K',
    'data,er,h1,1',
    'data,er,h10,0',
    'data,er,a1,0',
  ];
}

export function bytesOf(lines: readonly string[], eol = '\r\n'): Uint8Array {
  return new TextEncoder().encode(lines.join(eol) + eol);
}
