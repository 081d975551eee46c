import type { Area } from './theme.ts'

/** The tie to the curriculum in everyday words: preschool first, then school and after-school care. */
export const aims: Record<Area, { lpfo18: string[]; lgr22: string[] }> = {
  math: {
    lpfo18: [
      'I läroplanens ord handlar det om att få utforska mängd, antal, ordning och form i sammanhang som betyder något.',
      'Här arbetar vi med förskolans uppdrag i matematik: att jämföra, räkna, dela upp och beskriva läge och mönster.',
      'Undervisningen gav tillfälle att resonera om antal och storlek och att pröva ord som fler, färre, lika och hälften.',
      'Målet vi har arbetat mot är att få använda matematik för att undersöka och lösa egna frågor i leken.',
    ],
    lgr22: [
      'Arbetet hör till det centrala innehållet i matematik: tal, samband och att välja metod och visa hur man tänker.',
      'Undervisningen har handlat om att beskriva sitt matematiska tänkande med ord, bild och symboler.',
      'I kursplanen knyter det an till att formulera och lösa problem med utgångspunkt i vardagen.',
      'Vi tränade matematiska begrepp i handling innan vi skrev dem i räknehäftet.',
    ],
  },
  nature: {
    lpfo18: [
      'Det här hör till läroplanens mål om naturens kretslopp och hur vi människor, djur och växter hänger ihop.',
      'Undervisningen gav möjlighet att undersöka naturen, ställa frågor, gissa och pröva igen.',
      'Vi arbetar mot målet att få uppleva och samtala om naturen och om hur vi tar hand om den.',
      'I läroplanen är det naturvetenskap: att iaktta, jämföra, sortera och sätta ord på det vi ser.',
    ],
    lgr22: [
      'Arbetet knyter an till de naturorienterande ämnena: att undersöka, dokumentera och dra slutsatser av det man ser.',
      'I kursplanen hör det till djur, växter och kretslopp i närmiljön och hur de kan undersökas.',
      'Undervisningen har handlat om att ställa en fråga som går att undersöka och sedan redovisa resultatet.',
      'Vi övade på att skilja det vi ser från det vi tror, och på att anteckna båda.',
    ],
  },
  language: {
    lpfo18: [
      'Det vi gjorde hör ihop med läroplanens mål om språk: att berätta, lyssna, fråga och leka med ord och tecken.',
      'Undervisningen gav många tillfällen att använda nya ord i ett sammanhang och att uttrycka tankar på olika sätt.',
      'Vi arbetar mot målet att få intresse för berättelser, bilder och texter och att få samtala om dem.',
      'I läroplanens anda får både ord, bilder, tecken och gester vara sätt att berätta.',
    ],
    lgr22: [
      'Arbetet hör till svenskämnet: att läsa, skriva, samtala och anpassa texten efter den som ska läsa.',
      'I kursplanen knyter det an till att planera, skriva och bearbeta texter tillsammans och på egen hand.',
      'Undervisningen har gett tillfälle att samtala om texter, ställa frågor till dem och jämföra med egna tankar.',
      'Vi övade på att ge och ta emot respons på texter med fokus på innehållet.',
    ],
  },
  creation: {
    lpfo18: [
      'I läroplanen är skapande både innehåll och metod: att uttrycka sig i bild, form, drama, sång, musik och dans.',
      'Undervisningen gav möjlighet att pröva material, tekniker och uttryck och att återkomma till det man börjat på.',
      'Vi arbetar mot målet att få skapa och uttrycka upplevelser och tankar i många olika former.',
      'Processen är det viktiga för oss: att pröva, välja, ångra sig och börja om hör till skapandet.',
    ],
    lgr22: [
      'Arbetet hör till de praktisk-estetiska ämnena: att planera, pröva material och tekniker och beskriva sina val.',
      'I kursplanen knyter det an till att gå från idé till färdigt uttryck och att samtala om vägen dit.',
      'Undervisningen har handlat om att utforska form, färg och material och att motivera sina val.',
      'Vi arbetade med processen från skiss till resultat och sparade alla steg i en mapp.',
    ],
  },
  body: {
    lpfo18: [
      'Läroplanen lyfter rörelse, kroppsuppfattning och glädjen i att röra sig i olika miljöer.',
      'Undervisningen gav tillfälle att pröva balans, fart och styrka i en miljö som går att möta på många sätt.',
      'Vi arbetar mot målet att få röra sig allsidigt och att få pröva sina egna idéer om hur kroppen kan användas.',
      'Utemiljön är en viktig del av vårt uppdrag kring rörelse, både den planerade och den som uppstår i leken.',
    ],
    lgr22: [
      'Arbetet hör till ämnet idrott och hälsa: rörelse, lek och friluftsliv under olika årstider.',
      'I kursplanen knyter det an till att orientera sig, röra sig i naturen och planera en aktivitet utomhus.',
      'Undervisningen gav tillfälle att pröva olika rörelser och att samtala om regler och samarbete.',
      'Fritidshemmets uppdrag om rörelse och utevistelse märks här, liksom möjligheten att välja själv.',
    ],
  },
  technology: {
    lpfo18: [
      'Det här är teknik i läroplanens mening: att bygga, konstruera och undersöka hur saker fungerar.',
      'Undervisningen gav tillfälle att pröva hypoteser: vad händer om vi ändrar lutningen, längden eller vikten?',
      'Vi arbetar mot målet att få upptäcka teknik i vardagen och att bygga med olika material och redskap.',
      'Att pröva, se att det rasar och bygga om är en del av målet om teknik och problemlösning.',
    ],
    lgr22: [
      'Arbetet hör till teknikämnet: att identifiera ett behov, skissa en lösning, bygga, pröva och förbättra.',
      'I kursplanen knyter det an till styrning, stegvisa instruktioner och hur program byggs upp.',
      'Undervisningen har handlat om att pröva en sak i taget och att skriva upp vad som förändrades.',
      'Vi använde teknikens ord, som stabil, konstruktion och prototyp, och kopplade dem till egna byggen.',
    ],
  },
  together: {
    lpfo18: [
      'I läroplanen handlar det om delaktighet: att få påverka, välja, turas om och lyssna på varandras förslag.',
      'Undervisningen gav tillfälle att pröva samspel: att föreslå, vänta in, komma överens och ändra sig.',
      'Vi arbetar mot målet att barnens egna frågor och förslag ska synas i det vi planerar.',
      'Leken är utgångspunkten, och vårt uppdrag är att ge den tid, plats och material.',
    ],
    lgr22: [
      'Arbetet hör till skolans uppdrag om inflytande: att få föreslå, rösta, planera och följa upp tillsammans.',
      'I fritidshemmets del av läroplanen knyter det an till lek, skapande och att lösa konflikter tillsammans.',
      'Undervisningen gav tillfälle att öva på att lyssna, argumentera och komma fram till en gemensam lösning.',
      'Elevernas egna idéer styrde mycket av innehållet, vilket är en del av vårt demokratiuppdrag.',
    ],
  },
  society: {
    lpfo18: [
      'Läroplanen talar om att lära känna sin närmiljö och hur samhället runt omkring fungerar.',
      'Undervisningen gav tillfälle att undersöka platser i närheten och att berätta om vägar, hus och yrken.',
      'Vi arbetar mot målet att få förståelse för hur vi tar hand om gemensamma saker och platser.',
      'Närmiljön är en del av förskolans undervisning, och vi tar med det vi ser tillbaka till leken.',
    ],
    lgr22: [
      'Arbetet hör till de samhällsorienterande ämnena: närområdet, dess historia och hur det förändras.',
      'I kursplanen knyter det an till kartor, källor och hur människor har levt och arbetat på platsen.',
      'Undervisningen har handlat om att läsa av spår i landskapet och att jämföra då och nu.',
      'Vi övade på att använda källor, ställa frågor till dem och redovisa med egna ord.',
    ],
  },
}
