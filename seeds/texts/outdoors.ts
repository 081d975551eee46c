import { type Theme, theme } from './theme.ts'

/** Days out of doors in preschool, and some shared with after-school care. */
export const outdoorDays: Theme[] = [
  theme('water', 'preschool', 'spring summer', 'stream mud-kitchen', 'nature math', {
    titles: `Vattnets väg
      Rännor, hinkar och vatten
      Vad händer när vattnet rinner?`,
    child: `{namn} hällde vatten i en lång ränna och följde med ögonen hur det rann nedåt.
      Först stod rännan plant och vattnet blev kvar. {namn} lyfte ena änden och satte en sten under.
      {namn} fyllde tre kärl av olika storlek och hällde över från det ena till det andra.`,
    group: `Barnen byggde rännor över hela gården och lät vatten rinna från den översta hinken till balja längst ned.
      När vattnet stannade hjälptes flera åt att hitta var rännan behövde höjas.
      Kannor gick från hand till hand och kön vid vattentunnan blev en lek i sig.`,
    said: `Det rinner fortare när det är brant!
      Den smala hinken ser mest ut men det får plats mer i den breda.
      Vart tar vattnet vägen sen?`,
    explored: `Vi undersökte skillnaden mellan en rak och en lutande ränna och jämförde hur lång tid det tog för vattnet att nå fram.
      Orden full, tom, halv och rinner över användes många gånger.
      Löv och pinnar fick bli båtar, och frågan om vad som flyter kom upp av sig själv.`,
    offered: `På gården fanns stuprör, hinkar, trattar och två stora baljor att bygga med.
      Vi hade ställt fram genomskinliga slangar så att vattnets väg gick att se.`,
    next: `Nästa gång tar vi fram måttglas så att vi kan mäta hur mycket som får plats.
      Vi fortsätter med slangar och trattar och provar om vatten kan rinna uppåt.`,
  }),
  theme('puddles', 'preschool', 'autumn spring winter', 'puddle', 'body nature', {
    titles: `Regn hela förmiddagen
      Pölar att hoppa i
      Stora pölen är tillbaka`,
    child: `{namn} gick rakt mot den största pölen, stannade vid kanten och kände efter med stöveln hur djup den var.
      {namn} hoppade jämfota flera gånger och tittade på ringarna som spred sig.
      Efter en stund hämtade {namn} en pinne och stack ned den på olika ställen för att mäta djupet.`,
    group: `Det regnade hela förmiddagen och barnen valde att stanna ute vid den stora pölen.
      Stövlar, hinkar och pinnar användes för att ta reda på var pölen var djupast.
      Några hoppade, några mätte och några grävde en kanal till nästa pöl.`,
    said: `Ringarna blir större och större tills de försvinner.
      Himlen ligger i pölen!
      Pölen är större idag än igår, den når till stenen.`,
    explored: `Vi ritade en linje med krita runt pölen för att kunna se om den växer eller krymper till i morgon.
      Tillsammans pratade vi om var regnet kommer ifrån och vart det tar vägen när solen kommer.
      Spegelbilden i vattnet väckte frågor om varför den försvinner när någon hoppar.`,
    offered: `Vi gav gott om tid ute och hade ombyteskläder redo, så att ingen behövde avbryta leken.
      Pinnar, hinkar och kritor låg framme vid pölen.`,
    next: `I morgon går vi tillbaka till kritstrecket och ser vad som har hänt.
      Vi sätter upp en regnmätare vid staketet och läser av den varje dag.`,
  }),
  theme('forest', 'preschool early after_school', 'all', 'forest-walk', 'nature body', {
    titles: `En dag i skogen
      Till vår plats bland granarna
      Det vi hittade i skogen`,
    child: `På vägen till skogen stannade {namn} vid varje stubbe och tittade under barken.
      {namn} hittade en sten med mossa på ena sidan och bar den med sig hela vägen.
      Vid samlingsplatsen visade {namn} hur man känner skillnad på gran och tall genom att rulla barren mellan fingrarna.`,
    group: `Barnen gick längs stigen till vår skogsplats och stannade ofta för att titta, lyssna och samla.
      Vid den stora granen delade gruppen upp sig: några byggde, några letade småkryp och några lekte affär.
      Vi lyssnade på skogen i en hel minut och berättade sedan vad vi hade hört.`,
    said: `Mossan är skogens matta.
      Det luktar jord och lite apelsin!
      Hur gammal är den här granen?`,
    explored: `Vi jämförde barr, blad och bark och lade dem i högar efter hur de kändes.
      Med hjälp av en bok kunde vi sätta namn på tre sorters mossa.
      Samtalen handlade om vem som bor i skogen och vad som händer där när vi har gått hem.`,
    offered: `Vi hade med oss luppar, snören och en bestämningsbok i skogsryggsäcken.
      Skogsplatsen är densamma varje vecka, så att vi kan följa hur den förändras.`,
    next: `Nästa vecka går vi tillbaka till samma träd och ser vad som är nytt.
      Vi tar med papper och kritor och gör avtryck av bark.`,
  }),
  theme('mud', 'preschool', 'spring summer autumn', 'mud-kitchen', 'together language', {
    titles: `Dagens rätt i uteköket
      Lersoppa med löv
      Restaurangen på gården`,
    child: `{namn} rörde ihop lera, vatten och gräs i den största grytan och bjöd sedan på soppa.
      {namn} skrev en meny i sanden med en pinne och läste upp den för gästerna.
      När soppan blev för tunn hämtade {namn} mer jord och rörde tills skeden stod upp av sig själv.`,
    group: `Barnen öppnade restaurang i uteköket med kock, servitör och gäster som ställde sig i kö.
      Lera, vatten, löv och kottar blev soppa, köttbullar och tårta.
      Rollerna byttes flera gånger och alla förslag fick plats på menyn.`,
    said: `Det behövs mer vatten, annars blir det bara deg.
      Idag kostar soppan fyra kottar.
      Vill du ha den varm eller kall?`,
    explored: `Vi märkte att leran ändrades beroende på hur mycket vatten vi tog, från torr smula till rinnande smet.
      I leken användes ord som recept, hälla, vispa och lagom.
      Kottarna blev pengar och vi räknade tillsammans vad allt kostade.`,
    offered: `Uteköket hade fyllts på med vispar, durkslag och skålar i olika storlekar.
      Vi höll oss nära och lade till ord och material när leken behövde det.`,
    next: `Vi skriver en meny tillsammans och hänger upp den vid uteköket.
      Barnen har föreslagit ett kafé, så vi letar fram muggar och en skylt.`,
  }),
  theme('bugs', 'preschool early after_school', 'spring summer autumn', 'magnifier insects', 'nature language', {
    titles: `Kryp under stocken
      Hur många ben har du?
      Med lupp i gräset`,
    child: `{namn} vände på en stock och räknade benen på en gråsugga genom luppen.
      {namn} ritade krypet och gjorde en prick för varje ben.
      När gråsuggan rullade ihop sig väntade {namn} stilla tills den vecklade ut sig igen.`,
    group: `Barnen låg på mage i gräset med luppar och följde myrornas väg mellan två stenar.
      Vid stocken hittade vi gråsuggor, en daggmask och en tusenfoting som fick bo i luppburken en stund.
      Alla kryp släpptes tillbaka på samma plats där vi hittade dem.`,
    said: `Den har fler ben än jag kan räkna!
      Myrorna går samma väg hela tiden, som en gata.
      Varför vill den bo under stocken?`,
    explored: `Vi jämförde kryp med sex, åtta och många ben och sorterade bilderna efter det.
      Vi samtalade om varför det är fuktigt och svalt under stocken och vad djuren äter.
      Ordet insekt fick en egen förklaring: sex ben och tre delar.`,
    offered: `Luppar, genomskinliga burkar och en enkel bestämningsduk låg i lådan vid skogskanten.
      Vi hade tagit fram böcker om småkryp som låg kvar på bordet hela dagen.`,
    next: `Vi bygger ett insektshotell av kvistar och rör och ser vilka som flyttar in.
      Nästa gång letar vi på en solig plats och jämför vilka kryp som bor där.`,
  }),
  theme('planting', 'preschool early after_school', 'spring', 'seedlings raised-bed', 'nature math', {
    titles: `Frön i jorden
      Nu gror det i fönstret
      Ärtor, bönor och solrosor`,
    child: `{namn} tryckte ned fem ärtor i jorden, en för varje finger, och vattnade med sprayflaskan.
      {namn} mätte sin planta med en pinne och gjorde ett streck där toppen nådde.
      Varje morgon går {namn} till fönstret och ser efter om något har hänt.`,
    group: `Barnen sådde ärtor, bönor och solrosor i krukor och märkte dem med bilder.
      Vi jämförde fröna och upptäckte att de minsta inte alls behövde bli de minsta plantorna.
      Alla krukor fick en plats i fönstret och ett schema för vattning.`,
    said: `Den lyfter på jorden med huvudet!
      Min är två legobitar hög nu.
      Vad äter en planta?`,
    explored: `En kruka ställdes i ett skåp så att vi kunde se vad som händer utan ljus.
      Vi mätte plantorna med klossar och skrev upp antalet i ett enkelt diagram.
      Rötterna syntes tydligt i glasburken med bomull, och vi ritade av dem.`,
    offered: `Jord, krukor, frön och sprayflaskor stod framme i barnens höjd.
      Vi använde genomskinliga burkar så att också det som händer under jorden syntes.`,
    next: `När plantorna är en hand höga flyttar vi ut dem i odlingslådan.
      Vi fortsätter att mäta på måndagar och fyller på diagrammet.`,
  }),
  theme('garden', 'preschool after_school', 'summer autumn', 'raised-bed', 'nature together', {
    titles: `Skörd i odlingslådan
      Morötter, potatis och en gurka
      Nu är det dags att ta upp`,
    child: `{namn} grävde med händerna runt blasten tills moroten lossnade.
      {namn} sköljde potatisen i baljan och lade den största och den minsta bredvid varandra.
      Vid bordet delade {namn} gurkan i bitar och räknade så att det räckte till alla.`,
    group: `Barnen skördade det vi sådde i våras och tvättade grönsakerna i en balja.
      Morötterna lades på rad från den kortaste till den längsta.
      Till lunch smakade vi på allt och röstade om vad vi vill odla nästa år.`,
    said: `Den är krokig som en snok!
      Det var bara ett frö förut.
      Kan man äta bladen också?`,
    explored: `Vi vägde skörden på en hushållsvåg och jämförde med en kloss.
      Samtalet handlade om vad plantorna har behövt: jord, vatten, sol och tid.
      Blasten lades i komposten, och vi pratade om hur den blir ny jord.`,
    offered: `Odlingslådan står mitt på gården och sköts av barnen hela sommarhalvåret.
      Vi hade tagit fram baljor, borstar och en våg med visare.`,
    next: `Vi torkar några ärtor och sparar dem som frön till våren.
      Komposten får en egen undersökning, vi gräver ned olika saker och ser vad som händer.`,
  }),
  theme('apples', 'preschool early after_school', 'autumn', 'orchard apple-press', 'nature math', {
    titles: `Vi pressar äpplen
      Från äpple till must
      Trettiotvå äpplen`,
    child: `{namn} vred på pressens handtag tills den första droppen föll i kannan.
      Innan vi började sorterade {namn} äpplena i röda, gröna och randiga.
      {namn} delade ett äpple på mitten och hittade en stjärna av kärnhus.`,
    group: `Barnen plockade fallfrukt, sköljde äpplena och skar dem i bitar innan de lades i pressen.
      Alla turades om vid handtaget och vi räknade varven högt.
      Musten smakades av i små glas och jämfördes med ett helt äpple.`,
    said: `Det går tyngre ju mer man vrider.
      Det bor en stjärna i äpplet!
      Hur många äpplen blir ett glas?`,
    explored: `Vi gissade hur många äpplen som behövs till en kanna och räknade sedan efter.
      Smakerna beskrevs med ord som söt, sur, syrlig och len.
      Resterna i pressen luktade starkt, och fåglarna fick dem på fågelbordet.`,
    offered: `Pressen stod på en låg bänk så att handtaget gick att nå från alla håll.
      Vi hade knivar för små händer, skärbrädor och kannor i glas.`,
    next: `Kärnorna är sparade, och vi provar att så dem.
      Vi gör en bok med bilder av alla steg från träd till glas.`,
  }),
  theme('leaves', 'preschool early', 'autumn', 'leaf-pile mandala', 'nature creation', {
    titles: `Löv i alla färger
      Lövhögen på gården
      Hösten i en cirkel`,
    child: `{namn} krattade ihop löv till en hög som till slut nådde upp till midjan.
      {namn} lade löven på rad från ljusaste gult till mörkaste rött.
      Av löv, kottar och stenar lade {namn} en cirkel där varje varv hade sin egen färg.`,
    group: `Barnen samlade löv från hela gården och lade en stor cirkelbild på marken.
      Lövhögen vid lönnen blev hoppgrop, bo och till sist ett gömställe för en boll.
      Vi jämförde lönn, björk och ek och hittade löv som hade två färger på en gång.`,
    said: `Det prasslar som papper när man går i det.
      Det här lövet har handens form.
      Varför blir de röda?`,
    explored: `Vi klistrade upp löven efter färg och såg hur många nyanser en enda lönn kan ha.
      Vi samtalade om varför träden släpper löven och vad som händer med dem på marken.
      I förstoringsglaset liknade lövets nerver vägar på en karta.`,
    offered: `Krattor i barnstorlek, korgar och tejp fanns framme på gården.
      Vi lade ut ett stort tyg som ram för den som ville bygga vidare på bilden.`,
    next: `Vi pressar några löv och använder dem i höstens bilder.
      Cirkeln får ligga kvar, och vi fotograferar hur den förändras dag för dag.`,
  }),
  theme('cones', 'preschool early', 'autumn spring winter', 'cones-in-rows sorting', 'math nature', {
    titles: `Kottar på rad
      Fler eller färre?
      Vi räknar det vi hittar`,
    child: `{namn} lade kottarna på rad och räknade dem högt, först från vänster och sedan från höger.
      {namn} delade upp kottar, stenar och löv i tre grupper och jämförde vilken rad som blev längst.
      När raderna var olika långa flyttade {namn} en kotte i taget tills de blev lika.`,
    group: `Barnen sorterade fynden från skogen i rader på ett tyg: kottar, stenar och löv.
      Vi jämförde raderna och kom på att en lång rad inte alltid innehåller flest saker.
      Några lade mönster med kotte, sten, kotte, sten, och andra fortsatte på dem.`,
    said: `Det blir sju om man räknar baklänges också!
      Min rad är längre men du har fler.
      Om jag tar bort två, hur många är det då?`,
    explored: `Vi provade att lägga glest och tätt och såg att antalet är detsamma fast raden blir kortare.
      Ord som dubbelt, hälften och lika många kom in i samtalet.
      Mönstren skrevs av på papper med egna tecken.`,
    offered: `Ett rutigt tyg och tre korgar gjorde det lätt att sortera och jämföra.
      Vi satt med på golvet och ställde frågor som gick att svara på med händerna.`,
    next: `Nästa gång provar vi tärningar och lägger så många kottar som prickarna visar.
      Vi bygger vidare på mönstren med tre saker i stället för två.`,
  }),
  theme('sledding', 'preschool early after_school', 'winter', 'sledding', 'body nature', {
    titles: `Äntligen snö i backen
      Kälkar, stjärtlappar och fart
      Vilken väg går fortast?`,
    child: `{namn} drog upp kälken för backen och provade en ny väg varje gång.
      {namn} åkte först sittande och sedan på mage och jämförde hur långt det gick.
      Med en pinne markerade {namn} var kälken stannade och gick tillbaka upp för att slå rekordet.`,
    group: `Barnen drog kälkar upp för backen och kom överens om var man åker och var man går.
      Vi provade kälke, stjärtlapp och plastsäck och satte en pinne där varje åk stannade.
      Några byggde ett gupp längst ned och hjälptes åt att packa snön.`,
    said: `Det går fortare där andra har åkt!
      Säcken är snabbast men den svänger själv.
      Varför glider det sämre i skuggan?`,
    explored: `Vi undersökte hur underlaget påverkar farten och jämförde lös och packad snö.
      Avstånden mättes i steg och skrevs upp i snön.
      Vi pratade om varför handen blir blöt när man håller i snö.`,
    offered: `Backen bakom gården gav både en brant och en flack sida att välja mellan.
      Vi hade med flera sorters åkdon och varm dryck i termos.`,
    next: `Vi ritar en karta över backen med alla vägar som barnen har döpt.
      Nästa gång provar vi om två på samma kälke kommer längre än en.`,
  }),
  theme('snow-lantern', 'preschool early after_school', 'winter', 'snow-lantern', 'creation technology', {
    titles: `Snölyktor i skymningen
      Ett torn av snöbollar
      Ljus i snön`,
    child: `{namn} rullade snöbollar i samma storlek och lade dem i en ring med små mellanrum.
      {namn} provade sig fram till hur tätt bollarna måste ligga för att nästa varv skulle hålla.
      När ljuset tändes gick {namn} runt lyktan och tittade på skuggorna.`,
    group: `Barnen byggde snölyktor vid entrén så att de lyste när dagen tog slut.
      Första lyktan rasade, och tillsammans kom vi fram till att bottenvarvet behövde bli bredare.
      När ljusen tändes blev det tyst en lång stund.`,
    said: `Den måste vara tjock längst ned.
      Ljuset går ut genom hålen!
      Smälter den av ljuset?`,
    explored: `Vi räknade bollarna i varje varv och märkte att det blev en mindre för varje våning.
      Kramsnö och pudersnö jämfördes, och vi såg att bara den ena gick att bygga av.
      Skuggorna på snön blev en lek med händer och pinnar.`,
    offered: `Vi valde sen eftermiddag så att mörkret blev en del av upplevelsen.
      Måttskopor och hinkar hjälpte den som ville ha bollar i samma storlek.`,
    next: `Vi följer hur lyktan förändras när vädret slår om.
      Nästa gång provar vi is i stället och fryser vatten med bär i formar.`,
  }),
  theme('tracks', 'preschool early', 'winter', 'tracks', 'nature language', {
    titles: `Spår i snön
      Vem har gått här?
      Fyra tår och en svans`,
    child: `{namn} följde ett spår från staketet ända bort till granarna.
      {namn} lade sin egen hand bredvid spåret och jämförde storleken.
      Hemma igen ritade {namn} spåret och berättade vad djuret hade letat efter.`,
    group: `Barnen upptäckte spår på gården och följde dem så långt det gick.
      Vi mätte avståndet mellan tassarna och letade i boken efter vem som kunde ha gått förbi.
      Tillsammans hittade vi på en berättelse om var djuret hade varit under natten.`,
    said: `Den har hoppat, för tassarna är två och två.
      Här stannade den och luktade!
      Var sover den när det är snö?`,
    explored: `Vi jämförde spår av fågel, hare och människa och beskrev skillnaderna.
      Egna spår blev nästa undersökning: gå, hoppa, smyga och springa ser olika ut i snön.
      Vi samtalade om hur djur klarar vintern på olika sätt.`,
    offered: `En bok om djurspår och ett måttband låg i ryggsäcken.
      Den orörda snön på baksidan sparade vi till just den här dagen.`,
    next: `Vi gör en egen spårbok med de spår vi hittar under vintern.
      Nästa gång lägger vi ut lite havre och ser vilka spår som finns dagen efter.`,
  }),
  theme('birds', 'preschool early after_school', 'winter', 'bird-feeder', 'nature math', {
    titles: `Gäster vid fågelbordet
      Blåmes, talgoxe och domherre
      Vi räknar fåglar`,
    child: `{namn} fyllde på frön och satte sig sedan vid fönstret för att vänta.
      {namn} satte ett streck i tabellen varje gång en ny fågel landade.
      När en domherre kom pekade {namn} i boken och jämförde färgen på magen.`,
    group: `Barnen fyllde fågelbordet och höll utkik genom fönstret med hemmagjorda kikare.
      Varje fågel fick ett streck i vår tabell, och på fredagen räknade vi ihop veckan.
      Vi bestämde oss för att smyga när vi går förbi, så att fåglarna vågar stanna.`,
    said: `Talgoxen tar ett frö och åker iväg med det.
      De små väntar tills den stora har ätit färdigt.
      Hur vet de att det finns mat här?`,
    explored: `Vi jämförde näbbar och pratade om varför de ser olika ut.
      Tabellen visade att flest fåglar kom direkt på morgonen.
      Läten spelades upp, och vi provade att härma dem med rösten.`,
    offered: `Fågelbordet står så att det syns från matplatsen, och böckerna ligger i fönstret.
      Streck i tabellen gjorde att alla kunde vara med och räkna.`,
    next: `Vi provar talgbollar på ett annat ställe och ser om det kommer andra fåglar.
      Veckans tabell sparas, och vi jämför med nästa månad.`,
  }),
  theme('den', 'preschool early after_school', 'spring summer autumn', 'den', 'technology together', {
    titles: `Kojan växer
      Ett bygge av grenar
      Plats för sex i kojan`,
    child: `{namn} drog fram en lång gren och lutade den mot trädet så att det blev ett tak.
      {namn} flyttade grenarna tills de stod stadigt och fyllde på med granris.
      När öppningen blev för låg kröp {namn} in och mätte med armarna hur mycket högre den behövde vara.`,
    group: `Barnen bar grenar från hela skogen till samma träd och byggde en koja med plats för sex.
      Det krävdes två i var ände för den längsta stocken, och alla fick ropa när det var dags att lyfta.
      Inne i kojan blev det kök, sovplats och en dörr av granris.`,
    said: `Lyft på tre!
      Om den lutar mer så ramlar den inte.
      Ska taket hålla för regn?`,
    explored: `Vi undersökte hur grenarna behöver stå för att hålla och kom fram till att tre ben är stadigare än två.
      Långa, korta, tjocka och tunna grenar sorterades innan de användes.
      Regler för kojan skrevs på en bit bark.`,
    offered: `Rep, snören och handskar fanns i skogslådan.
      Vi gav mycket tid och väntade med egna förslag så att barnens idéer fick styra.`,
    next: `Vi tar med en presenning nästa gång och provar om taket kan bli tätt.
      Barnen vill rita kojan, så vi tar med skrivplattor ut.`,
  }),
  theme('fire', 'preschool early after_school', 'all', 'campfire', 'nature together', {
    titles: `Vid elden
      Pinnbröd i vindskyddet
      Lunch över öppen eld`,
    child: `{namn} lindade degen runt pinnen och höll den över glöden tills den fick färg.
      {namn} hämtade torra pinnar och visade vilka som knäcks och vilka som böjs.
      Vid elden berättade {namn} steg för steg hur vi gjorde när vi tände.`,
    group: `Barnen samlade torr ved, sorterade den efter tjocklek och var med när elden tändes.
      Vi gräddade pinnbröd och pratade om vad elden behöver för att brinna.
      Runt elden fanns en ring som alla höll sig utanför, och den kom barnen själva ihåg.`,
    said: `Torra pinnar säger knak.
      Röken följer efter mig!
      Vad händer om elden inte får luft?`,
    explored: `Vi provade torrt och fuktigt trä och såg skillnaden i röken.
      Degen vägdes och delades så att alla fick lika mycket.
      Efteråt släckte vi tillsammans och kände med handen ovanför att värmen var borta.`,
    offered: `Vindskyddet gav lä, och sittunderlagen låg på säkert avstånd.
      Vi hade förberett degen tillsammans dagen innan.`,
    next: `Nästa gång gör vi soppa, och barnen skriver inköpslistan.
      Vi ritar bilder av stegen och gör en egen instruktion för eldning.`,
  }),
  theme('sand', 'preschool', 'spring summer autumn', 'sandpit', 'math technology', {
    titles: `Vägar och tunnlar
      Sandlådans stora bygge
      Fuktig sand håller bäst`,
    child: `{namn} grävde en tunnel från två håll och kände efter med handen när hålen möttes.
      {namn} provade torr och fuktig sand i samma form och jämförde kakorna.
      Runt borgen grävde {namn} en vallgrav och fyllde den med vatten.`,
    group: `Barnen byggde vägar, broar och tunnlar genom hela sandlådan.
      Lastbilarna fick köra åt var sitt håll tills någon föreslog en mötesplats.
      Sandkakor ställdes på rad och såldes för en pinne styck.`,
    said: `Nu möttes våra händer därinne!
      Torr sand bara rinner.
      Hur djupt måste man gräva för att komma till vatten?`,
    explored: `Vi jämförde olika formar och räknade hur många små som får plats i en stor.
      Begrepp som över, under, igenom och bredvid användes i leken.
      Bron rasade tre gånger innan en brädbit fick bli förstärkning.`,
    offered: `Spadar, rör och brädbitar hade lagts till i sandlådan den här veckan.
      Vattentunnan stod nära så att sanden kunde blandas efter behov.`,
    next: `Vi lägger fram vinkelrör och ser om tunneln kan svänga.
      En karta över vägarna är på gång, och barnen har redan döpt två av dem.`,
  }),
  theme('obstacle', 'preschool early after_school', 'all', 'balance', 'body together', {
    titles: `Balans på stocken
      Hinderbana i skogen
      Över, under och igenom`,
    child: `{namn} gick över stocken med armarna rakt ut och stannade mitt på för att hitta balansen.
      {namn} provade banan framåt, baklänges och sidledes.
      När stocken var hal valde {namn} att gå ned på alla fyra och ta sig över så.`,
    group: `Barnen byggde en hinderbana av stockar, stenar och rep och provade den i båda riktningarna.
      Varje hinder fick ett namn, och nya sätt att ta sig fram föreslogs hela tiden.
      Några tog tid med timglas, andra hittade på egna rörelser.`,
    said: `Om man tittar långt bort går det lättare.
      Jag gör som en krabba!
      Kan man gå över utan att använda händerna?`,
    explored: `Vi pratade om vad kroppen gör när den håller balansen och vart blicken går.
      Banan ritades på papper, och symbolerna visade vilken rörelse som gällde.
      Orden framför, bakom, mellan och runt blev tydliga när kroppen fick vara med.`,
    offered: `Naturens egna hinder kompletterades med rep och rockringar.
      Vi fanns nära för den som ville ha en hand och höll annars avstånd.`,
    next: `Nästa gång får barnen leda banan för en annan grupp.
      Vi provar samma bana i skymning med ficklampor.`,
  }),
  theme('bikes', 'preschool', 'spring summer autumn', 'yard', 'body society', {
    titles: `Trafik på gården
      Cyklar, skyltar och övergångsställe
      Bensinstationen har öppnat`,
    child: `{namn} körde ett varv i taget och stannade vid den ritade linjen för att släppa fram gående.
      {namn} målade en skylt med en pil och satte den där vägen svänger.
      Vid bensinstationen tankade {namn} cykeln med en slang och tog betalt i löv.`,
    group: `Barnen ritade vägar, övergångsställen och parkering med krita över hela asfalten.
      Alla roller behövdes: cyklist, polis, gående och mekaniker.
      När det blev trångt kom vi tillsammans fram till att köra åt samma håll.`,
    said: `Man ska stanna och titta två gånger.
      Den här pilen betyder att man får svänga.
      Hur gör man när två kommer samtidigt?`,
    explored: `Vi gick en runda i närheten och letade efter skyltar att ta med till gården.
      Former som cirkel, triangel och kvadrat fick en betydelse i trafiken.
      Reglerna ändrades några gånger tills de fungerade för alla.`,
    offered: `Cyklar, kärror, kritor och kartong till skyltar fanns framme.
      Vi deltog i leken som gående och ställde frågor om reglerna.`,
    next: `Vi går till övergångsstället vid vägen och räknar fordon.
      En verkstad behövs, tycker barnen, så vi tar fram verktyg och en pump.`,
  }),
  theme('kites', 'preschool early after_school', 'spring autumn', 'kites', 'technology creation', {
    titles: `Drakar i vinden
      Vi bygger något som flyger
      En dag med vind`,
    child: `{namn} klippte, tejpade och knöt en svans av tyg på sin drake.
      {namn} sprang mot vinden första gången och med vinden andra gången och jämförde.
      När draken snurrade gjorde {namn} svansen längre och provade igen.`,
    group: `Barnen byggde drakar av papper och pinnar och tog med dem upp på kullen.
      Vi kände efter varifrån vinden kom genom att släppa gräs i luften.
      Drakar som inte lyfte fick längre svans, kortare snöre eller en ny ram.`,
    said: `Vinden drar i snöret!
      Den behöver en tyngre svans.
      Varifrån kommer vinden?`,
    explored: `Vi undersökte hur ytan och vikten påverkar hur draken flyger.
      Mönstren på drakarna blev speglade, med samma färg på båda sidor.
      Vi ritade vinden som pilar på en karta över kullen.`,
    offered: `Tunt papper, blompinnar, tyg och snöre fanns att välja mellan.
      Kullen ligger nära och är fri från ledningar och träd.`,
    next: `Vi gör en vindmätare till gården och jämför dagarna.
      De drakar som flög bäst undersöks, vad har de gemensamt?`,
  }),
  theme('meadow', 'preschool early after_school', 'summer spring', 'meadow insects', 'nature creation', {
    titles: `På ängen
      Fjärilar och sju sorters blommor
      Det surrar i gräset`,
    child: `{namn} satt stilla i gräset tills en fjäril landade på en blomma bredvid.
      {namn} plockade sju olika blommor och lade dem efter längd.
      Med håven fångade {namn} en gräshoppa, tittade en stund och släppte den igen.`,
    group: `Barnen gick ut på ängen med håvar, luppar och korgar.
      Vi letade efter så många färger som möjligt och hittade allt utom blått.
      I skuggan under björken band några kransar medan andra ritade insekter.`,
    said: `Den har pälströja på sig! Det är en humla.
      Vingarna ser ut som fönster.
      Varför luktar blommorna?`,
    explored: `Vi följde en humla från blomma till blomma och räknade hur många den besökte.
      Namn som prästkrage, klöver och smörblomma övades genom en letlek.
      Samtalet handlade om varför insekterna behövs för att det ska bli bär och frukt.`,
    offered: `Ängen ligger nära och slås först när blommorna har fröat av sig.
      Pressar, papper och böcker fanns på filten.`,
    next: `Vi pressar blommorna och gör en egen flora.
      Ett hörn av gården får växa fritt så att vi kan följa vilka som flyttar in.`,
  }),
  theme('boats', 'preschool early', 'spring summer', 'stream harbour', 'technology nature', {
    titles: `Barkbåtar i bäcken
      Vad flyter och vad sjunker?
      Båtrace vid bron`,
    child: `{namn} satte en pinne som mast i barkbiten och ett löv som segel.
      {namn} provade sten, kotte och bark i vattnet och gissade varje gång innan.
      När båten fastnade vid en sten väntade {namn} för att se om strömmen kunde lossa den.`,
    group: `Barnen byggde båtar av bark och släppte dem vid den lilla bron.
      Vi gissade vilken båt som skulle komma först och jämförde efteråt.
      Längs bäcken letade alla efter platser där vattnet gick fort och där det stod stilla.`,
    said: `Den välter om masten är för lång.
      Strömmen är starkast i mitten!
      Kommer båten ända till älven?`,
    explored: `Vi sorterade föremål i två högar efter om de flöt eller sjönk.
      Seglets storlek och båtens form blev frågor att pröva vidare.
      På kartan följde vi bäcken med fingret ända ned till älven.`,
    offered: `Bark, pinnar och snören samlades på plats, och en håv fanns för båtar på villovägar.
      Vi valde den grunda delen av bäcken och höll ihop gruppen nära vattnet.`,
    next: `Vi bygger båtar av andra material och provar hur mycket last de klarar.
      Barnen vill skicka ett brev med en båt, så vi letar efter papper som tål vatten.`,
  }),
  theme('parachute', 'preschool early after_school', 'spring summer autumn', 'parachute chalk-play', 'together body', {
    titles: `Alla lyfter tillsammans
      Stora lekar på gräset
      Fallskärm och hage`,
    child: `{namn} tog ett stadigt tag i fallskärmen och räknade ned från tre.
      {namn} föreslog att bollen skulle studsa fem gånger utan att falla ned.
      I hagen hoppade {namn} på ett ben varannan ruta och ändrade sedan mönstret.`,
    group: `Barnen samlades runt fallskärmen och provade små vågor, stora vågor och total stillhet.
      Vi försökte hålla bollen kvar så länge som möjligt och räknade högt.
      På asfalten ritades hagar med nya regler som alla fick prova.`,
    said: `Nu är det storm på havet!
      Alla måste lyfta samtidigt, annars rullar den av.
      Får man hitta på en egen ruta?`,
    explored: `Vi märkte att det går bäst när alla lyssnar på samma signal.
      Räkneramsan användes både framlänges och baklänges.
      Leken gav många tillfällen att vänta, byta plats och börja om.`,
    offered: `Fallskärm, bollar och kritor bars ut av barnen själva.
      Vi var med i ringen och turades om att leda.`,
    next: `Barnen vill lära ut leken till de yngre, så vi bjuder in en annan grupp.
      Vi samlar lekarna i en låda med bilder så att alla kan välja.`,
  }),
]
