import { type Theme, theme } from './theme.ts'

/** Days in class, from the first years to the last. */
export const schoolDays: Theme[] = [
  theme('fractions', 'early middle', 'all', 'pizza', 'math together', {
    titles: `Bråk med pizza
      Hälften av en fjärdedel
      Hur delar man lika?`,
    child: `{namn} klippte en papperspizza i åttondelar och lade dem ovanpå fjärdedelarna för att jämföra.
      {namn} visade på tavlan varför två fjärdedelar är lika mycket som en halv.
      I häftet ritade {namn} tre olika sätt att dela samma cirkel.`,
    group: `Eleverna delade pizzor av papper och jämförde halvor, fjärdedelar och åttondelar.
      I par ställdes kluriga frågor till andra par: hur delar fyra personer tre pizzor?
      Lösningarna ritades på stora papper, och vi gick runt och läste varandras.`,
    said: `Ju större siffran är därnere, desto mindre blir biten.
      Det är samma bit fast den heter olika saker.
      Kan man dela noll?`,
    explored: `Vi använde täljare, nämnare och likvärdig och kopplade orden till det vi klippt.
      Flera lösningar på samma uppgift jämfördes, och vi samtalade om vilken som var lättast att förklara.
      På tallinjen markerades bråken, och någon såg att de hamnar mellan talen.`,
    offered: `Konkret material låg på alla bord innan boken öppnades.
      Uppgifterna fanns i tre steg, och alla valde var de ville börja.`,
    next: `Vi går vidare med bråk i recept och bakar efter dubbel sats.
      Nästa lektion skriver eleverna egna textuppgifter till varandra.`,
  }),
  theme('story-writing', 'early middle', 'all', 'letters reading', 'language creation', {
    titles: `Berättelser med en vändpunkt
      Från idé till text
      Den hemliga dörren`,
    child: `{namn} skrev början på en berättelse om en dörr i skogen och läste upp den för en skrivkompis.
      {namn} strök två meningar och lade till en beskrivning av hur det luktade.
      På tankekartan ritade {namn} hur berättelsen ska gå från början till slut.`,
    group: `Eleverna planerade berättelser med tankekarta och skrev en första version.
      I par lästes texterna högt, och läsaren ställde två frågor till författaren.
      Därefter valde alla ett stycke att arbeta om.`,
    said: `Läsaren ska undra vad som finns bakom dörren.
      Jag flyttade slutet till början!
      Hur vet man att en text är färdig?`,
    explored: `Vi undersökte hur författare börjar sina böcker och samlade första meningar på väggen.
      Sinnena fick en egen ruta i planeringen: vad hörs, syns, luktar och känns?
      Responsen handlade om innehållet: vad vill jag veta mer om?`,
    offered: `Klassrummet hade tyst skrivtid med lugn musik och ett bord för samtal.
      Stödord, bilder och uppläst text fanns för den som ville använda dem.`,
    next: `Texterna illustreras och samlas i en antologi till klassbiblioteket.
      Vi prövar att skriva samma händelse ur en annan persons synvinkel.`,
  }),
  theme('weather', 'early middle', 'all', 'weather-station', 'nature math', {
    titles: `Klassens väderstation
      Fyra veckors mätningar
      Vind, regn och grader`,
    child: `{namn} läste av termometern och skrev in värdet i klassens tabell.
      {namn} jämförde veckans temperaturer och ritade ett linjediagram.
      Vid regnmätaren gissade {namn} mängden först och mätte sedan.`,
    group: `Eleverna läste av väderstationen vid samma tid varje dag i fyra veckor.
      Mätvärdena blev diagram, och vi letade efter samband mellan vind och temperatur.
      Prognoser skrevs på måndagen och följdes upp på fredagen.`,
    said: `Diagrammet hoppar upp just den dagen det blåste från söder.
      Det regnade mer än jag trodde men mindre än det lät.
      Hur kan någon veta vädret om tio dagar?`,
    explored: `Vi diskuterade varför man mäter på samma tid och plats varje gång.
      Medelvärde räknades ut först med klossar och sedan med siffror.
      Molnen fick sina namn, och vi jämförde med det som syntes på himlen.`,
    offered: `Väderstationen på skolgården sköttes av två elever i taget.
      Digitala och ritade diagram fick finnas sida vid sida.`,
    next: `Vi jämför våra siffror med en skola längre norrut.
      Nästa mätning gäller dagsljuset, minut för minut.`,
  }),
  theme('coding-class', 'early middle', 'all', 'coding robots', 'technology math', {
    titles: `Program i flera steg
      Felsökning i par
      Upprepa fyra gånger`,
    child: `{namn} programmerade en figur att gå i en kvadrat och bytte sedan till en upprepning.
      {namn} letade efter felet genom att köra programmet ett steg i taget.
      För en kamrat förklarade {namn} med pilkort hur slingan fungerar.`,
    group: `Eleverna programmerade i par där den ena styrde och den andra läste instruktionen.
      Vi började utan dator: en elev var robot och klassen gav kommandon.
      När programmen inte gjorde som tänkt samlades exempel på fel som vi lärde oss av.`,
    said: `Datorn gör exakt det som står!
      Fyra rader blev en när vi använde upprepa.
      Vem har bestämt vilka ord datorn förstår?`,
    explored: `Villkor, upprepning och sekvens prövades i små program.
      Vinklar blev viktiga när figuren skulle svänga rätt.
      Felsökningen skrevs ned: vad väntade vi oss, vad hände, vad ändrade vi?`,
    offered: `Par valdes genom lottning och byttes efter halva tiden.
      Utmaningar fanns i fyra nivåer på kort.`,
    next: `Eleverna gör ett eget spel som yngre elever får prova.
      Vi kopplar programmet till en lampa och en sensor.`,
  }),
  theme('local-history', 'middle upper', 'autumn spring', 'map harbour', 'society language', {
    titles: `Spår av det förflutna längs älven
      När båtarna drogs med häst
      Samma plats för hundra år sedan`,
    child: `{namn} jämförde två kartor från olika tid och ringade in det som hade försvunnit.
      {namn} skrev tre frågor till hembygdsföreningen inför besöket.
      I redovisningen visade {namn} ett fotografi och berättade vilka ledtrådar det ger.`,
    group: `Eleverna vandrade längs älven med gamla kartor och letade efter spår i landskapet.
      I grupper valdes en plats som undersöktes genom foton, kartor och intervjuer.
      Resultaten blev en utställning i skolans entré.`,
    said: `Vägen gick rakt genom det som är fotbollsplan nu!
      Källan säger en sak men fotot visar något annat.
      Vem bestämde var kanalen skulle ligga?`,
    explored: `Vi övade på att ställa frågor till en källa: vem, när, varför?
      Orden förändring och orsak användes i samtal om fabriker, järnväg och sjöfart.
      En tidslinje på väggen visade hur nära eller långt borta händelserna är.`,
    offered: `Kopior av kartor och fotografier fanns i lådor för varje grupp.
      En guide från hembygdsgården svarade på elevernas frågor.`,
    next: `Vi skriver skyltar till platserna och sätter upp dem längs stigen.
      Utställningen får en ljudguide med elevernas röster som manus.`,
  }),
  theme('space', 'early middle', 'autumn winter spring', 'planets', 'nature creation', {
    titles: `Planeter i taket
      Varför har vi dag och natt?
      Solsystemet i korridoren`,
    child: `{namn} gjorde Saturnus av papier maché och räknade ut hur stor den skulle vara bredvid jorden.
      {namn} visade med ficklampa och boll hur det blir dag och natt.
      I korridoren stegade {namn} avståndet mellan solen och Mars i vår skala.`,
    group: `Eleverna byggde solsystemet i skala, och det räckte från klassrummet till matsalen.
      Med lampa och jordglob provade vi dag, natt och årstider.
      Frågor samlades på en vägg, och varje grupp tog reda på svaret till två.`,
    said: `Jorden är mindre än en ärta här!
      Det är vi som snurrar, inte solen.
      Vad finns utanför det sista?`,
    explored: `Vi använde skala och jämförde modeller med verkligheten: vad stämmer, vad stämmer inte?
      Årstiderna förklarades genom att luta jordgloben och flytta den runt lampan.
      Källor på nätet och i böcker jämfördes.`,
    offered: `Material till modellerna, en stark lampa och en lång korridor stod till förfogande.
      Faktatexter fanns i flera svårighetsgrader och som inläst ljud.`,
    next: `En stjärnkväll planeras tillsammans med hemmen.
      Vi följer månen i en månad och ritar den varje kväll.`,
  }),
  theme('experiment', 'middle upper', 'all', 'experiment chart', 'nature technology', {
    titles: `En fråga som går att undersöka
      Syra, bas och rödkål
      Samma försök tre gånger`,
    child: `{namn} skrev en hypotes, valde material och gjorde försöket tre gånger.
      {namn} ritade en tabell och förde in färgen för varje prov.
      I rapporten beskrev {namn} en felkälla och hur den kan undvikas nästa gång.`,
    group: `Eleverna undersökte vätskor med rödkålssaft och ordnade dem efter färg.
      Varje grupp planerade, genomförde och skrev en rapport med rubriker.
      Resultaten jämfördes mellan grupperna, och skillnader blev till frågor.`,
    said: `Vi ändrade två saker, så vi vet inte vilken som gjorde det.
      Färgskalan blev som en regnbåge.
      Går det att få tillbaka den första färgen?`,
    explored: `Vi övade på att ändra en variabel i taget.
      Hypotes, metod, resultat och slutsats blev rubriker som fylldes med egna ord.
      Vi samtalade om säkerhet, skyddsglasögon och vad man gör med rester.`,
    offered: `Stationerna var förberedda, och instruktioner fanns som text och bild.
      Grupperna fick välja fråga inom ett gemensamt område.`,
    next: `Nästa undersökning planeras helt av grupperna.
      Rapporterna läses av en annan grupp som försöker göra om försöket.`,
  }),
  theme('woodwork', 'early middle upper', 'all', 'woodwork', 'creation technology', {
    titles: `Fågelholkar i slöjden
      Mäta två gånger, såga en
      Från skiss till färdig holk`,
    child: `{namn} ritade en skiss med mått och markerade sågsnitten på brädan.
      {namn} provade två sätt att foga hörnen och valde att skruva.
      I loggboken skrev {namn} vad som ändrades på vägen och varför.`,
    group: `Eleverna byggde fågelholkar, från skiss och materiallista till montering.
      Vid bänkarna hjälptes två och två åt att hålla och såga.
      Ingångshålets storlek bestämdes efter vilken fågel holken är till för.`,
    said: `Måttet stämmer inte om man glömmer brädans tjocklek.
      Den blev sned men den håller!
      Vilken fågel väljer den här?`,
    explored: `Vi jämförde träslag och undersökte hur fibrernas riktning påverkar sågningen.
      Verktygens namn och rätt grepp övades steg för steg.
      Skissen reviderades när verkligheten visade något annat.`,
    offered: `Genomgången hölls vid bänken i små grupper.
      Bildinstruktioner satt vid varje station.`,
    next: `Holkarna sätts upp i skolskogen och följs under våren.
      Nästa arbete väljer eleverna själva inom temat återbruk.`,
  }),
  theme('textile', 'early middle upper', 'all', 'sewing patterns', 'creation math', {
    titles: `Nål, tråd och ett eget mönster
      Kudden får form
      Återbruk i textilslöjden`,
    child: `{namn} ritade ett mönster i skala och klippte ut delarna i tyg.
      {namn} provade tre stygn på en lapp och valde efterstygn.
      När sömmen gick upp sprättade {namn} och sydde om med tätare stygn.`,
    group: `Eleverna ritade egna mönster och sydde kuddar och väskor av begagnade tyger.
      Provlappar med olika stygn jämfördes innan arbetet började.
      Mönstren lades ut så att så lite tyg som möjligt blev över.`,
    said: `Sömsmånen är den osynliga delen.
      Rutorna ska mötas i hörnet.
      Hur många gånger kan ett tyg användas?`,
    explored: `Vi räknade på tygåtgång och jämförde olika sätt att lägga ut mönstret.
      Fibrer från växter, djur och fabrik undersöktes genom att känna och titta i lupp.
      Arbetsgången dokumenterades med skiss, provlapp och text.`,
    offered: `Begagnade tyger sorterade efter material fanns att välja bland.
      Symaskiner, handsömnad och broderi var likvärdiga val.`,
    next: `Väskorna får ett tryck som eleverna skär i linoleum.
      En bytesdag för kläder planeras av klassrådet.`,
  }),
  theme('orienteering', 'middle upper', 'autumn spring', 'map forest-walk', 'body society', {
    titles: `Karta, kompass och tolv kontroller
      Orientering i skolskogen
      Att välja väg`,
    child: `{namn} passade kartan mot stigen och pekade ut nästa kontroll.
      {namn} valde vägen runt kärret och förklarade varför den var snabbare.
      Efteråt ritade {namn} in sin rutt och markerade var kartan behövde läsas en gång till.`,
    group: `Eleverna orienterade i par och tog så många kontroller som möjligt på en timme.
      Före start gick vi igenom karttecken och kompassens tre steg.
      Efteråt jämfördes vägval, och flera olika visade sig fungera.`,
    said: `Höjdkurvorna tätt ihop betyder att benen får jobba.
      Vi gick efter bäcken i stället för efter stigen.
      Vad gör man om två stigar ser likadana ut?`,
    explored: `Avstånd uppskattades i steg och räknades om med kartans skala.
      Vi samtalade om allemansrätten och vad den betyder i skolskogen.
      Samarbetet i paren handlade om att turas om att leda.`,
    offered: `Banor i tre längder fanns, och alla par valde själva.
      Vuxna stod vid två fasta platser i skogen.`,
    next: `Eleverna lägger en egen bana åt en yngre klass.
      Vi provar nattorientering på skolgården med reflexer.`,
  }),
  theme('graphs', 'middle upper', 'all', 'chart', 'math society', {
    titles: `Diagram som säger något
      Klassens undersökning
      Medelvärde eller median?`,
    child: `{namn} samlade in svar från två klasser och förde in dem i en frekvenstabell.
      {namn} valde stapeldiagram och motiverade varför cirkeln passade sämre.
      Vid redovisningen visade {namn} hur samma siffror kan se olika ut med en annan skala.`,
    group: `Eleverna gjorde enkäter om resvägar till skolan och presenterade resultatet i diagram.
      Vi granskade diagram ur tidningar och letade efter sådant som kan vilseleda.
      Medelvärde, median och typvärde räknades ut och jämfördes.`,
    said: `Skalan börjar på åttio, därför ser skillnaden stor ut.
      Medianen bryr sig inte om den som har längst väg.
      Vem har frågat, och vilka fick svara?`,
    explored: `Vi diskuterade hur en fråga kan ställas så att svaret blir användbart.
      Digitala kalkylblad användes parallellt med papper och linjal.
      Begreppen lägesmått och urval fick exempel ur elevernas egna data.`,
    offered: `Grupperna valde ämne för sin undersökning inom klassens tema.
      Exempel på diagram fanns på väggen, både tydliga och otydliga.`,
    next: `Resultatet lämnas till elevrådet som underlag om cykelparkeringen.
      Nästa steg är sannolikhet, och vi börjar med tärningar.`,
  }),
  theme('debate', 'middle upper', 'all', 'chart boardgame', 'together language', {
    titles: `För och emot i klassrummet
      Argument som håller
      Klassrådet bestämmer`,
    child: `{namn} skrev två argument för och ett emot förslaget om längre raster.
      {namn} sammanfattade motpartens åsikt innan den egna lades fram.
      Som ordförande fördelade {namn} ordet och läste upp besluten.`,
    group: `Eleverna förberedde argument i grupper och debatterade ett förslag från elevrådet.
      Rollerna lottades, så att man ibland fick argumentera för något annat än sin egen åsikt.
      Efteråt röstade klassen och skrev ett protokoll.`,
    said: `Det är ett starkt argument eftersom det går att kontrollera.
      Jag bytte åsikt när jag hörde exemplet.
      När är en kompromiss bättre än en seger?`,
    explored: `Vi skilde på åsikt, argument och fakta och gav exempel på varje.
      Turordning, mötesregler och protokoll prövades på riktigt.
      Källor söktes och värderades innan de användes.`,
    offered: `En tydlig talarlista och tid att förbereda gav alla möjlighet att delta.
      Den som ville kunde lämna sitt argument skriftligt.`,
    next: `Förslaget går vidare till rektor med klassens motivering.
      Nästa debatt väljs ur förslagslådan.`,
  }),
  theme('reading-circle', 'early middle upper', 'all', 'reading', 'language together', {
    titles: `Läsecirkel, tredje träffen
      Frågor till en bok
      Vad står mellan raderna?`,
    child: `{namn} läste upp ett stycke och berättade vilka ord som skapade stämningen.
      {namn} skrev en fråga som saknade svar i texten och lät gruppen resonera.
      I läsloggen jämförde {namn} huvudpersonens val med en annan bok.`,
    group: `Eleverna möttes i läsecirklar och samtalade utifrån egna frågor.
      Rollerna som samtalsledare, ordletare och sammanfattare byttes mellan träffarna.
      Boktips ritades som affischer och hängdes upp i biblioteket.`,
    said: `Det står inte att det är natt, men man märker det ändå.
      Jag skulle ha öppnat brevet direkt.
      Varför får vi veta det först nu?`,
    explored: `Vi letade ledtrådar mellan raderna och skilde dem från det som står i texten.
      Nya ord samlades på en vägg och användes i egna meningar.
      Miljöbeskrivningar jämfördes med teckningar som eleverna gjorde.`,
    offered: `Böckerna fanns i tryck och som talbok, och läsningen skedde i egen takt.
      Samtalsfrågor på kort hjälpte gruppen att komma igång.`,
    next: `Vi skriver brev till författaren med våra frågor.
      Nästa bok röstas fram bland fyra som presenteras av eleverna.`,
  }),
  theme('english', 'middle upper', 'all', 'shop boardgame', 'language together', {
    titles: `At the café
      Engelska i rollspel
      Beställa, fråga, tacka`,
    child: `{namn} skrev en meny på engelska och tog emot beställningar i rollspelet.
      {namn} använde gester och omskrivningar när ett ord fattades.
      Efter rollspelet antecknade {namn} tre uttryck att använda igen.`,
    group: `Eleverna öppnade kaféer i klassrummet och turades om att vara gäst och servitör på engelska.
      Vi lyssnade på dialoger från olika delar av världen och jämförde uttal.
      Uttryck samlades i en gemensam ordbok med bilder.`,
    said: `Could I have the bill, please?
      Man kan förklara ordet i stället för att kunna det.
      Varför heter det olika i olika länder?`,
    explored: `Artighetsfraser jämfördes mellan svenska och engelska.
      Strategier som att omformulera och fråga om övades i leken.
      Priser och tider gav övning i tal och klockslag.`,
    offered: `Rekvisita, menyer och rollkort låg framme, och paren växlade ofta.
      Den som ville förberedde repliker skriftligt först.`,
    next: `Vi spelar in dialoger som podd utan namn och lyssnar på dem tillsammans.
      Nästa tema är att beskriva en väg, med karta över skolan.`,
  }),
  theme('ecosystem', 'middle upper', 'autumn spring', 'insects stream', 'nature society', {
    titles: `Livet i bäcken
      Näringskedjor på riktigt
      Håvning vid Göta älv`,
    child: `{namn} håvade i bäcken och sorterade fynden i en vit balja.
      {namn} ritade en näringsväv och drog pilar mellan djuren.
      Med bestämningsnyckeln kom {namn} fram till att larven var en dagslända.`,
    group: `Eleverna undersökte bäckens djurliv med håvar och bestämningsnycklar.
      Fynden räknades, ritades och släpptes tillbaka.
      Resultaten jämfördes med förra årets, och skillnaderna diskuterades.`,
    said: `Finns det dagsländor så är vattnet rent.
      Den ser ut som en pinne men den går!
      Vad händer med kedjan om ett djur försvinner?`,
    explored: `Producent, konsument och nedbrytare fick exempel ur vår egen bäck.
      Vi mätte temperatur och siktdjup och förde in det i en tabell.
      Samtalet handlade om hur människor påverkar vattnet och vad som kan göras.`,
    offered: `Håvar, baljor och vattentålig bestämningsnyckel fanns för varje grupp.
      Platsen är densamma varje år, vilket gör jämförelser möjliga.`,
    next: `Rapporten skickas till kommunens miljöenhet.
      Vi gör en film i stop motion om ett djurs resa i bäcken.`,
  }),
  theme('music-class', 'early middle upper', 'all', 'music', 'creation together', {
    titles: `Tre ackord och en egen text
      Rytmgrupper i otakt och takt
      Låten växer fram`,
    child: `{namn} provade ackorden på ukulele och bytte mellan dem i långsamt tempo.
      {namn} skrev en vers som passar in på melodins antal stavelser.
      I gruppen räknade {namn} in och höll grundpulsen på cajón.`,
    group: `Eleverna skrev låtar i grupper, med tre ackord, en refräng och egna verser.
      Vi började i puls och rytm med kroppen innan instrumenten togs fram.
      Repetitionerna avslutades med att grupperna spelade för varandra.`,
    said: `Vi måste lyssna mer än vi spelar.
      Refrängen ska man kunna efter en gång.
      Vad är det som gör att en låt känns ledsen?`,
    explored: `Dur och moll jämfördes genom att spela samma melodi på två sätt.
      Orden puls, takt, rytm och dynamik användes i återkopplingen.
      Vi lyssnade på låtar från olika tider och letade efter samma byggstenar.`,
    offered: `Instrument fanns för alla, och rollerna byttes varje vecka.
      Grupprummen gav möjlighet att öva i egen takt.`,
    next: `Låtarna framförs på skolans musikcafé för den som vill.
      Vi provar att lägga till bas och en andra stämma.`,
  }),
  theme('art-class', 'early middle upper', 'all', 'collage painting', 'creation society', {
    titles: `Collage av en plats
      Färg, form och avstånd
      Hus vid älven`,
    child: `{namn} byggde upp en bild av tyg och papper med förgrund, mellangrund och bakgrund.
      {namn} provade kalla färger längst bort och varma längst fram.
      I samtalet om bilden berättade {namn} vilka val som ändrades under arbetet.`,
    group: `Eleverna gjorde collage av platser i närheten med återbrukat material.
      Vi studerade hur konstnärer skapar djup och provade tre sätt i skiss.
      Bilderna hängdes upp, och vi gick runt med frågor i stället för omdömen.`,
    said: `Det som är långt borta blir blåare.
      Jag rev i stället för att klippa, då såg det ut som vatten.
      Var står den som tittar?`,
    explored: `Vi använde orden kontrast, komposition och perspektiv om egna och andras bilder.
      Skisserna jämfördes med slutresultatet för att se vägen dit.
      Material från naturen gav struktur som papper inte hade.`,
    offered: `Material låg sorterat efter färg och yta, och limmet var vattenbaserat.
      Konstbilder visades på duken under arbetets gång.`,
    next: `Utställningen öppnar i entrén med skyltar som eleverna skriver.
      Nästa teknik är tryck, och motiven hämtas från collagen.`,
  }),
  theme('physics', 'upper', 'all', 'ramp experiment', 'technology math', {
    titles: `Fart, sträcka och tid
      Bromssträckan på modellbanan
      Mätserier och felkällor`,
    child: `{namn} mätte tiden för fem åk på rampen och räknade ut medelhastigheten.
      {namn} ritade en graf och förklarade vad lutningen betyder.
      I diskussionen föreslog {namn} en ljusgrind för att få säkrare mätningar.`,
    group: `Eleverna undersökte hur lutning och underlag påverkar fart och bromssträcka.
      Varje grupp valde en variabel och planerade sin mätserie.
      Graferna jämfördes, och avvikande värden blev utgångspunkt för samtal om felkällor.`,
    said: `Dubbelt så fort betyder inte dubbelt så lång bromssträcka.
      Tummen på tidtagaruret är vår största felkälla.
      Vad hade hänt utan friktion?`,
    explored: `Sambandet mellan sträcka, tid och fart uttrycktes i ord, tabell, graf och formel.
      Vi resonerade om hur resultaten hänger ihop med trafiksäkerhet.
      Enheter omvandlades och rimlighet bedömdes innan svaren skrevs ned.`,
    offered: `Ramper, vagnar och mätutrustning stod framme, och planeringen godkändes innan start.
      Rapportmallen fanns i två varianter att välja mellan.`,
    next: `Vi bygger egna fordon och tävlar i att stanna exakt på en linje.
      Nästa moment är krafter, med dynamometer och friktion.`,
  }),
  theme('future', 'upper', 'autumn spring', 'map chart', 'society together', {
    titles: `En stad för alla
      Planera ett torg
      Modellen tar form`,
    child: `{namn} ritade en plan över torget med gångvägar, träd och sittplatser.
      {namn} intervjuade två personer om vad de behöver på platsen och förde in svaren i planen.
      Vid redovisningen visade {namn} hur förslaget påverkar busstrafiken.`,
    group: `Eleverna planerade om ett torg i modell och vägde olika intressen mot varandra.
      Grupperna fick en budget, en karta och tre invånares önskemål.
      Förslagen presenterades för en panel som ställde frågor.`,
    said: `Om man flyttar parkeringen får träden plats.
      Ingen får allt, men alla ska kunna ta sig fram.
      Vem är det som bestämmer över torget?`,
    explored: `Vi tog reda på hur en detaljplan går till och vilka som får lämna synpunkter.
      Skala, budget och tidsplan gjorde matematiken till en del av arbetet.
      Tillgänglighet prövades genom att gå sträckan med rullator och barnvagn.`,
    offered: `En samhällsplanerare gästade klassen och visade riktiga ritningar.
      Modellmaterial och digitala verktyg fick kombineras fritt.`,
    next: `Förslagen skickas till kommunen under nästa samråd.
      Klassen skriver en reflektion om hur beslut fattas.`,
  }),
]
