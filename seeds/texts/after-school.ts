import { type Theme, theme } from './theme.ts'

/** Afternoons in after-school care. */
export const afternoons: Theme[] = [
  theme('games', 'after_school', 'all', 'boardgame', 'together math', {
    titles: `Schackturnering på fritids
      Spelkväll på eftermiddagen
      Nya regler, samma bräde`,
    child: `{namn} visade hur hästen går och föreslog en miniturnering med korta partier.
      {namn} tänkte högt inför draget och jämförde två möjligheter.
      Efter partiet skrev {namn} upp resultatet i tabellen och bjöd in nästa spelare.`,
    group: `Barnen ordnade en schackturnering med tabell, lottning och domare.
      Den som ville lära sig reglerna fick en kamrat som visade under första partiet.
      Vid bordet bredvid hittade några på ett eget kortspel.`,
    said: `Hästen hoppar som ett L.
      Vi tar om draget, det var ju första gången.
      Får man ändra reglerna om alla är med på det?`,
    explored: `Vi samtalade om hur det är att vinna och förlora och vad man säger efter ett parti.
      Tabellen gav tillfälle att räkna poäng och jämföra.
      Strategier ritades på rutat papper.`,
    offered: `Spel för två, fyra och många låg framme, och ett lugnt rum var öppet.
      Vi spelade med vid behov och drog oss undan när det rullade.`,
    next: `Finalen spelas på fredag och barnen har valt pris: att välja mellanmål.
      Ett eget brädspel ska uppfinnas, med regler på papper.`,
  }),
  theme('football', 'after_school', 'spring summer autumn', 'football', 'body together', {
    titles: `Boll på gräset
      Lag som blandas om
      Matchen som alla var med i`,
    child: `{namn} passade bollen längs kanten och sprang vidare för att få den tillbaka.
      {namn} föreslog att målvakten skulle bytas var femte minut.
      När matchen var slut hjälpte {namn} till att samla västar och koner.`,
    group: `Barnen spelade fotboll med lag som lottades om efter varje mål.
      Innan start kom alla överens om tre regler som skrevs på en skylt.
      Några valde att döma, några att heja och några att träna passningar vid sidan.`,
    said: `Passa bakåt, då ser man bättre!
      Det blir roligare när lagen är jämna.
      Vad gör vi när vi inte är överens?`,
    explored: `Vi provade olika sätt att dela in lag och pratade om vilka som fungerade.
      Regler justerades så att fler fick vara nära bollen.
      Efteråt satt vi i ring, och alla sa en sak som hade fungerat.`,
    offered: `Två mål, västar och bollar i olika storlekar fanns framme.
      Vi var med som domare i början och lämnade sedan över pipan.`,
    next: `Barnen vill möta den andra avdelningen, så vi planerar en vänskapsmatch.
      Nästa vecka provar vi brännboll med samma överenskommelser.`,
  }),
  theme('workshop', 'after_school', 'all', 'woodwork sewing', 'creation technology', {
    titles: `I verkstaden efter skolan
      Något nytt av något gammalt
      Uppfinnarnas eftermiddag`,
    child: `{namn} byggde en båt av spillträ och gjorde segel av ett gammalt lakan.
      {namn} plockade isär en trasig radio och sorterade delarna efter form.
      Av kartong och gummiband gjorde {namn} en bil som rullar av sig själv.`,
    group: `Barnen uppfann saker av återbruksmaterial och visade upp dem på en egen mässa.
      En trasig klocka, en radio och en lampa fick plockas isär med skruvmejslar.
      Ritningar sattes upp så att andra kan bygga vidare.`,
    said: `Det finns en magnet i nästan allt!
      Om gummibandet är snurrat fler varv kommer den längre.
      Vad kan man göra av en dragkedja?`,
    explored: `Vi provade hur långt gummibandsbilarna gick och letade efter varför.
      Verktyg, delar och material fick namn på en planka med bilder.
      Vi samtalade om vad som händer med saker som slängs.`,
    offered: `Verkstaden var öppen hela eftermiddagen med material från återbrukshyllan.
      Säkerhetsregler gicks igenom, och sladdarna var bortklippta i förväg.`,
    next: `Mässan öppnas för hemmen vid hämtningen på torsdag.
      Vi samlar kapsyler och ser vad de kan bli.`,
  }),
  theme('club', 'after_school', 'all', 'chart dance', 'together creation', {
    titles: `Fritidsrådet möttes
      Klubbar som barnen startar
      Förslag i lådan`,
    child: `{namn} läste upp ett förslag ur lådan och berättade hur det skulle kunna gå till.
      {namn} antecknade besluten med ord och små bilder.
      I dansklubben satte {namn} ihop rörelser till en låt som gruppen valt.`,
    group: `Barnen höll fritidsråd och gick igenom förslagslådan.
      Tre klubbar startas: dans, natur och serieteckning, var och en med två ansvariga.
      Önskemål som inte gick att genomföra fick ett svar med förklaring.`,
    said: `Alla förslag ska läsas, också de konstiga.
      Vi kan dela på rummet, varannan dag.
      Vem får bestämma vad klubben ska heta?`,
    explored: `Vi använde ordförande, sekreterare och omröstning på riktigt.
      Budgeten var liten, och barnen räknade på vad som får plats.
      Scheman gjordes så att klubbarna inte krockar.`,
    offered: `Förslagslådan står i hallen, och mötet hölls på golvet med kuddar.
      Vi hjälpte till att formulera men lät barnen leda mötet.`,
    next: `Klubbarna börjar på måndag, och affischerna hänger redan.
      Vid nästa råd utvärderas hur det har gått.`,
  }),
  theme('cafe', 'after_school', 'all', 'baking shop', 'math together', {
    titles: `Kafé på fritids
      Meny, budget och bullar
      Vi dukar för trettio`,
    child: `{namn} räknade om receptet från tio till trettio och skrev inköpslistan.
      {namn} dukade borden och vek servetter på ett sätt som lärdes ut till andra.
      I kassan tog {namn} emot låtsaspengar och gav tillbaka växel.`,
    group: `Barnen planerade ett kafé från meny och budget till bakning och servering.
      Uppgifterna fördelades på ett schema som alla kunde läsa.
      Gästerna kom i två omgångar, och efteråt räknades både bullar och koppar.`,
    said: `Vi måste ta allt gånger tre.
      Den som serverar ska fråga, inte gissa.
      Blir det något över till oss?`,
    explored: `Vi räknade på mängder och kostnader och jämförde priser.
      Hälsningsfraser och beställningar övades i roller.
      Efteråt utvärderade vi: vad ändrar vi till nästa gång?`,
    offered: `Köket bokades en hel eftermiddag, och förkläden i alla storlekar fanns.
      Vi följde barnens schema och fanns med vid ugnen.`,
    next: `Nästa kafé har tema höst, och barnen söker recept i biblioteket.
      Menyn skrivs på fler språk.`,
  }),
]
