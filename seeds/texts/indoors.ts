import { type Theme, theme } from './theme.ts'

/** Days indoors in preschool. */
export const indoorDays: Theme[] = [
  theme('blocks', 'preschool', 'all', 'blocks', 'technology math', {
    titles: `Högre än jag själv
      Torn, broar och ett slott
      Byggen av klossar`,
    child: `{namn} byggde ett torn av klossar och lade de bredaste längst ned.
      {namn} hämtade en pall för att nå och räknade klossarna uppifrån och ned.
      När tornet rasade började {namn} om och satte två klossar bredvid varandra i botten.`,
    group: `Barnen byggde en stad av klossar som växte från mattan ut mot dörren.
      Broar, garage och torn kopplades ihop, och vägarna fick namn.
      När något rasade samlades flera för att titta på varför.`,
    said: `Det ska vara brett nere och smalt uppe.
      Det är jämnt nu, åt båda hållen.
      Hur många klossar är jag?`,
    explored: `Vi mätte tornen med snören och jämförde med barnens egen längd.
      Spegelbilder och mönster växte fram när samma form lades på båda sidor.
      Ord som ovanför, stadig, lutar och lika högt användes i bygget.`,
    offered: `Klossarna var sorterade efter form, och bilder på hus från hela världen satt i bygghörnan.
      Bygget fick stå kvar över helgen så att det gick att fortsätta.`,
    next: `Vi ritar av byggena och provar om någon annan kan bygga efter ritningen.
      Nästa vecka lägger vi till spegelplattor och genomskinliga klossar.`,
  }),
  theme('reading', 'preschool early', 'all', 'reading', 'language together', {
    titles: `En bok som vi läste tre gånger
      I soffan med en saga
      Berättelsen får ett nytt slut`,
    child: `{namn} valde boken om björnen och bläddrade fram till sin favoritsida.
      {namn} berättade vad som hände på bilderna innan texten lästes.
      Efter läsningen hämtade {namn} figurer ur lådan och spelade upp berättelsen på mattan.`,
    group: `Barnen samlades i soffan och valde tillsammans vilken bok vi skulle läsa.
      Vi stannade vid bilderna och gissade vad som skulle hända på nästa sida.
      Efteråt hittade gruppen på ett nytt slut, som skrevs ned och ritades.`,
    said: `Jag tror att den gömmer sig bakom stenen.
      Läs den sidan igen!
      Varför blev den arg fast den fick hjälp?`,
    explored: `Vi samtalade om hur figurerna i boken kände sig och vad de kunde ha gjort i stället.
      Rimorden i texten blev en lek där nya ord hittades på.
      Nya ord skrevs på lappar och hängdes upp vid läshörnan.`,
    offered: `Läshörnan har fått en lampa, kuddar och böcker på flera språk i låga hyllor.
      Figurer till berättelsen låg framme så att den gick att leka vidare.`,
    next: `Vi går till biblioteket och lånar fler böcker om samma figur.
      Barnens nya slut blir en egen bok som får stå i hyllan.`,
  }),
  theme('paint', 'preschool', 'all', 'painting', 'creation nature', {
    titles: `Blått och gult blir grönt
      Stora penslar, stora papper
      Färger som möts`,
    child: `{namn} målade med två färger och stannade upp när de möttes på papperet.
      {namn} blandade fram en grön ton, lade till vitt och gjorde den ljusare i tre steg.
      När papperet var fullt vände {namn} på det och målade vidare på baksidan.`,
    group: `Barnen målade på ett långt papper längs hela väggen, var och en från sitt håll.
      Med bara tre färger i burkarna blev det till slut ett helt schema av nyanser.
      Bilderna möttes på mitten, och där blev det en gemensam sjö.`,
    said: `Titta, det blev grönt av sig själv!
      Jag målar vinden.
      Hur gör man brunt?`,
    explored: `Vi satte upp prover på alla nyanser och gav dem egna namn.
      Tunna och breda penslar, svamp och fingrar gav olika spår.
      Samtalet handlade om färger i naturen och var vi har sett dem.`,
    offered: `Bara rött, gult, blått och vitt fanns i burkarna, så att resten fick uppstå.
      Papper på väggen och på golvet gjorde det möjligt att måla med hela kroppen.`,
    next: `Vi hänger målningen i hallen och fortsätter på den tillsammans med dem som hämtar.
      Nästa gång gör vi färg av blåbär, lök och jord.`,
  }),
  theme('shadow', 'preschool early', 'winter autumn', 'shadows light-table', 'technology creation', {
    titles: `Skuggteater bakom lakanet
      Varför blir skuggan större?
      Ljus, skugga och en varg`,
    child: `{namn} höll upp en figur framför lampan och backade tills skuggan fyllde hela lakanet.
      {namn} klippte ut en varg och satte den på en pinne.
      I föreställningen gjorde {namn} ljud till skuggorna med en trumma.`,
    group: `Barnen gjorde figurer av kartong och spelade upp en saga bakom lakanet.
      Publiken fick biljetter, och efter varje föreställning byttes rollerna.
      Vi upptäckte att två skuggor kan bli en enda stor.`,
    said: `När man går nära lampan blir man en jätte.
      Skuggan gör precis som jag!
      Kan en skugga ha färg?`,
    explored: `Vi provade papper, glas och färgad plast framför lampan och jämförde skuggorna.
      Avstånd, storlek och vinkel undersöktes med händer och föremål.
      Sagan planerades i en bildföljd med början, mitt och slut.`,
    offered: `Ett lakan, två lampor och en låda med kartong räckte till en hel teater.
      Rummet var mörklagt, och den som ville kunde sitta närmare dörren.`,
    next: `Vi visar föreställningen för gruppen bredvid.
      Nästa gång undersöker vi våra egna skuggor ute vid olika tider på dagen.`,
  }),
  theme('music', 'preschool', 'all', 'music dance', 'creation language', {
    titles: `Rytm med hela kroppen
      Trummor, tystnad och en egen sång
      Orkestern på mattan`,
    child: `{namn} spelade ett långsamt mönster på trumman och ökade sedan farten.
      {namn} lyssnade efter pausen och slog precis när tystnaden var slut.
      I sången hittade {namn} på en egen vers om en grävmaskin.`,
    group: `Barnen provade instrument från hela lådan och sorterade dem efter hur de låter.
      En i taget fick vara dirigent och visa starkt, svagt, snabbt och stopp.
      Sången om årstiderna fick nya verser som barnen diktade.`,
    said: `Det låter som regn när alla gör så här.
      Nu ska det vara tyst i två slag!
      Kan man spela en färg?`,
    explored: `Vi klappade stavelser i ord och märkte att vissa namn på djur är långa fast djuren är små.
      Mönster som stark, svag, svag upprepades med kroppen.
      Takten ritades som prickar på ett papper som gick att spela efter.`,
    offered: `Instrumenten låg på mattan i grupper: trä, metall och skinn.
      Vi satt i ring så att alla kunde se dirigenten.`,
    next: `Vi bygger egna instrument av burkar, ris och ballonger.
      Verserna skrivs ned och blir ett sånghäfte att ta fram vid samlingen.`,
  }),
  theme('dance', 'preschool after_school', 'all', 'dance', 'body creation', {
    titles: `Dans med tygband
      Rörelser som ser ut som musik
      Frys när musiken tystnar`,
    child: `{namn} målade stora cirklar i luften med sitt band och bytte riktning när musiken ändrade sig.
      {namn} visade en rörelse som resten av gruppen fick härma.
      När musiken tystnade stod {namn} stilla på ett ben tills den började igen.`,
    group: `Barnen dansade med tygband till musik som skiftade mellan långsam och snabb.
      Alla som ville fick leda en rörelse, och de andra följde efter.
      Till sist sattes rörelserna ihop till en dans med början och slut.`,
    said: `Mitt band är en orm som simmar.
      Den här musiken är blå.
      Kan vi göra den baklänges?`,
    explored: `Vi undersökte högt och lågt, stort och litet, nära och långt ifrån med kroppen.
      Musik från olika delar av världen gav olika sorters rörelser.
      Bandens spår i luften ritades efteråt på stora papper.`,
    offered: `Det stora rummet var tomt på möbler, och banden hängde på en låg krok.
      Vi valde musik tillsammans utifrån bilder.`,
    next: `Vi ritar dansen steg för steg så att vi minns.
      Nästa gång provar vi att dansa till ljud som barnen själva gör.`,
  }),
  theme('clay', 'preschool early', 'all', 'clay', 'creation technology', {
    titles: `Lera mellan fingrarna
      En igelkott tar form
      Rulla, trycka, foga ihop`,
    child: `{namn} rullade leran till en boll, tryckte in tummen och vred till en skål.
      {namn} fogade ihop två bitar med vatten och streck så att de satt fast.
      Av tandpetare fick {namns} igelkott taggar, en för varje hål.`,
    group: `Barnen arbetade med lera vid långbordet och provade verktyg som kavel, gaffel och snöre.
      Djur, skålar och ett helt berg ställdes på tork i fönstret.
      Den som kommit på ett sätt att foga visade det för de andra.`,
    said: `Den är kall först och sen varm.
      Man måste rispa så att den fastnar.
      Vad händer när den torkar?`,
    explored: `Vi vägde leran våt och torr och såg att vikten ändrades.
      Tryck från löv, knappar och händer jämfördes i ytan.
      Verktygen fick namn, och vi beskrev vilka spår de gör.`,
    offered: `Leran stod i bitar av olika storlek, med vatten, svamp och underlag bredvid.
      På bordet fanns foton av skålar från olika tider.`,
    next: `När allt är torrt målar vi det med egen äggoljetempera.
      Vi letar lera vid bäcken och ser om den går att forma.`,
  }),
  theme('light', 'preschool', 'winter spring', 'light-table', 'nature math', {
    titles: `På ljusbordet
      Färger som går att se igenom
      Röd och blå på varandra`,
    child: `{namn} lade en blå skiva ovanpå en gul och pekade på det gröna.
      {namn} byggde ett mönster av trekanter som passade ihop utan mellanrum.
      Vid väggen upptäckte {namn} att färgerna syntes där också.`,
    group: `Barnen undersökte genomskinliga former på ljusbordet och byggde städer, djur och mönster.
      Färger lades på varandra, och nya färger skrevs upp på en lista.
      Löv, fjädrar och is fick också ligga på ljuset och granskas.`,
    said: `Man ser bladets ben!
      Två trekanter blir en fyrkant.
      Varför är det varmt därunder?`,
    explored: `Vi namngav former och provade vilka som går att lägga tätt.
      Is som smälte på bordet blev en egen undersökning av fast och flytande.
      Vi jämförde vad som släpper igenom ljus och vad som stoppar det.`,
    offered: `Rummet var dunkelt, och materialet låg i genomskinliga askar.
      En overheadprojektor stod bredvid för den som ville se bilden stor.`,
    next: `Vi tar fram prismor och letar regnbågar i fönstret.
      Barnen vill bygga en hel stad av ljus, så vi sparar fler genomskinliga saker.`,
  }),
  theme('bread', 'preschool after_school', 'all', 'baking', 'math nature', {
    titles: `Degen jäser
      Vi bakar bröd till mellanmålet
      Två deciliter till`,
    child: `{namn} mätte upp mjölet med decilitermått och strök av toppen med en kniv.
      {namn} knådade degen, kände efter med fingret och strödde på mer mjöl.
      När degen hade jäst jämförde {namn} med strecket vi gjort på bunken.`,
    group: `Barnen läste receptet med bilder och delade upp stegen mellan sig.
      Medan degen jäste gissade vi hur hög den skulle bli och gjorde ett streck på bunken.
      Bullarna räknades två gånger så att det skulle räcka till alla.`,
    said: `Den växer medan vi inte tittar!
      Det luktar som hemma i köket.
      Vad är det som bubblar?`,
    explored: `Vi gjorde ett prov med jäst, socker och ljummet vatten i en flaska med ballong.
      Hela, halva och kvarts deciliter blev begripligt när det gick att hälla.
      Ord som knåda, jäsa, kavla och grädda övades i handling.`,
    offered: `Ett recept med bilder satt på väggen, och alla mått låg framme.
      Vi bakade i små grupper så att alla hann göra varje steg.`,
    next: `Barnen har önskat pizza, så vi fortsätter med samma deg på ett nytt sätt.
      Recepten samlas i en kokbok som får följa med hem på utlån.`,
  }),
  theme('shop', 'preschool', 'all', 'shop', 'math society', {
    titles: `Affären har öppet
      Fem kronor för ett äpple
      Kö i kassan`,
    child: `{namn} satt i kassan, vägde äpplen och skrev siffror på kvitton.
      {namn} gjorde en skylt med öppettider och hängde den på dörren.
      När pengarna tog slut klippte {namn} nya av papper och skrev ett tal på varje.`,
    group: `Barnen byggde en affär av lådor och delade upp arbetet mellan kassa, lager och kunder.
      Varorna prismärktes, och priserna ändrades när något tog slut.
      Inköpslistor skrevs med bokstäver och bilder.`,
    said: `Det kostar tre, så du får två tillbaka.
      Vi har slut på bananer, kom igen i morgon.
      Vem bestämmer vad det kostar?`,
    explored: `Vi sorterade varorna i grupper och samtalade om var de kommer ifrån.
      Siffror fick betydelse som pris, antal och öppettid.
      Leken gav tillfälle att fråga, hälsa, tacka och vänta på sin tur.`,
    offered: `Tomma förpackningar, en våg och en kassaapparat hade ställts fram.
      Vi handlade själva i affären och ställde frågor om priser och mängd.`,
    next: `Vi går till den riktiga affären och tittar på hur hyllorna är ordnade.
      Barnen vill ha erbjudanden, så vi tar fram papper till skyltar.`,
  }),
  theme('letters', 'preschool early', 'all', 'letters', 'language creation', {
    titles: `Bokstäver överallt
      Ord som börjar på S
      Brev i brevlådan`,
    child: `{namn} letade efter bokstaven S i rummet och satte en lapp vid varje fynd.
      {namn} formade bokstäver av pinnar och lera och lade dem bredvid varandra.
      {namn} skrev ett brev, vek det och lade det i gruppens brevlåda.`,
    group: `Barnen gick på bokstavsjakt med förstoringsglas och hittade S på skyltar, böcker och tröjor.
      Vi lyssnade efter första ljudet i ord och sorterade föremål efter det.
      Brevlådan vid dörren tömdes varje dag, och breven lästes på samlingen.`,
    said: `Den ser ut som en orm och låter som en orm!
      Min bokstav finns i mitten av ordet.
      Hur skriver man ett skratt?`,
    explored: `Rim och ramsor visade att ord kan låta lika utan att betyda samma sak.
      Vi jämförde skrift på flera språk och såg att tecken kan se olika ut.
      Långa och korta ord klappades i stavelser.`,
    offered: `Pennor, kuvert och bokstavsstämplar låg vid skrivbordet.
      Vi skrev det barnen berättade och läste upp det igen, så att talet blev text.`,
    next: `Vi skickar ett brev till en grupp i ett annat hus och väntar på svar.
      Nästa bokstav väljs genom omröstning.`,
  }),
  theme('sewing', 'preschool after_school', 'autumn winter spring', 'sewing', 'creation math', {
    titles: `Över och under
      Vi väver på ram
      Garn i alla färger`,
    child: `{namn} förde garnet över och under trådarna och började om från andra hållet.
      {namn} valde tre färger och vävde dem i samma ordning varv efter varv.
      När en tråd missades räknade {namn} sig tillbaka och drog upp till rätt ställe.`,
    group: `Barnen vävde på kartongramar och provade garn, tyg och band.
      Mönstren jämfördes, och någon upptäckte att varannan tråd alltid gör tvärtom.
      En gemensam väv hänger i hallen, där alla kan lägga till ett varv.`,
    said: `Över, under, över, under, som en sång.
      Mitt blir randigt!
      Är min tröja också vävd?`,
    explored: `Vi tittade på tyger i lupp och såg skillnad på vävt och stickat.
      Mönster med två, tre och fyra färger ritades innan de vävdes.
      Samtalet handlade om ull, bomull och varifrån tråden kommer.`,
    offered: `Ramar, grova nålar och garn i korgar efter färg stod på bordet.
      Vi satt med och vävde själva, vilket gav tid till samtal.`,
    next: `Vi färgar garn med lökskal och ser vilken nyans det blir.
      En fårull från gården utanför byn ska kardas och tovas.`,
  }),
  theme('ramp', 'preschool early after_school', 'all', 'ramp', 'technology math', {
    titles: `Kulbanan från fönster till dörr
      Brantare går fortare
      Rulla, stanna, hoppa`,
    child: `{namn} tejpade fast rör på väggen och släppte en kula från toppen.
      {namn} flyttade det sista röret tills kulan hamnade i korgen.
      När kulan stannade mitt på banan höjde {namn} början med en kloss.`,
    group: `Barnen byggde en kulbana av rör, lister och klossar tvärs genom rummet.
      Varje ändring provades med tre kulor: en stor, en liten och en tung.
      Banan fick både tunnel, hopp och en klocka som ringde i slutet.`,
    said: `Den tar sats i backen.
      Om svängen är för snabb flyger den ut!
      Vilken kula kommer först?`,
    explored: `Vi undersökte hur lutningen påverkar farten och mätte tiden med räkning.
      Gissningar skrevs upp innan varje försök och jämfördes med resultatet.
      Ritningar av banan gjordes både före och efter bygget.`,
    offered: `Rör, lister, tejp och kulor fanns i byggrummet, och väggen fick användas.
      Vi frågade: vad tror du händer nu?`,
    next: `Barnen vill att kulan ska gå uppför, så vi funderar vidare på det.
      Vi tar banan utomhus och provar med vatten i stället.`,
  }),
  theme('robots', 'preschool early', 'all', 'robots coding', 'technology together', {
    titles: `Roboten hittar hem
      Pilar som blir en väg
      Fram, fram, höger`,
    child: `{namn} lade pilkort i rad och gick själv vägen på golvet innan roboten fick prova.
      {namn} ändrade ett kort när roboten svängde åt fel håll och startade om.
      På rutmattan räknade {namn} rutorna högt fram till målet.`,
    group: `Barnen gav roboten instruktioner med pilkort och letade tillsammans efter felet när den for vilse.
      En var robot, en var programmerare, och sedan byttes rollerna.
      Hinder lades ut, och flera olika vägar till samma mål jämfördes.`,
    said: `Den gör precis det man säger, inte det man menar!
      Den måste svänga innan.
      Kan roboten tänka själv?`,
    explored: `Höger och vänster blev tydligare när man själv var roboten.
      Vi felsökte steg för steg: vilket kort blev fel?
      Den kortaste vägen var inte alltid den som hade minst svängar.`,
    offered: `En rutmatta, pilkort och två robotar fanns i rummet.
      Kortens bilder gjorde att ingen behövde läsa för att programmera.`,
    next: `Vi bygger en stad på rutmattan som roboten ska köra i.
      Barnen vill göra egna kort, till exempel för att hoppa.`,
  }),
  theme('puppets', 'preschool after_school', 'all', 'puppets', 'language creation', {
    titles: `Dockorna berättar
      En teater av en kartong
      Draken som ville höra en sång`,
    child: `{namn} gav dockan en röst och lät den ställa frågor till publiken.
      {namn} målade kulissen med natt på ena sidan och dag på den andra.
      I pjäsen hittade {namn} på repliken som fick draken att somna.`,
    group: `Barnen gjorde dockor av strumpor och byggde en teater av en stor kartong.
      Berättelsen växte fram i omgångar, där varje docka fick lägga till något.
      Publiken bestod av yngre barn som fick svara på dockornas frågor.`,
    said: `Jag sover bara om någon sjunger om tåg, sa draken.
      Nu är det natt, vänd på skogen!
      Får publiken vara med i sagan?`,
    explored: `Vi samtalade om hur en röst kan visa att någon är glad, ledsen eller förvånad.
      Berättelsen ritades i rutor: började, hände, slutade.
      Dialog, replik och kuliss var nya ord som togs i bruk direkt.`,
    offered: `Strumpor, knappar och garn fanns att välja bland, och teatern stod kvar hela veckan.
      Vi skrev ned replikerna när barnen bad om det.`,
    next: `En biljettkassa ska byggas, och affischer är på gång.
      Vi bjuder in till föreställning vid hämtningen på fredag.`,
  }),
  theme('colours', 'preschool', 'all', 'experiment', 'nature technology', {
    titles: `Färgat vatten och filter
      Vad blandar sig?
      Olja på vatten`,
    child: `{namn} droppade blå färg i oljan och väntade på att den skulle sjunka.
      {namn} hällde vatten mellan glas och blandade fram lila.
      {namn} gissade om sockerbiten skulle flyta, ritade en pil och provade.`,
    group: `Barnen undersökte vad som händer när olja, vatten, salt och färg möts i glas.
      Alla gissningar ritades upp innan försöket började.
      Med pipetter droppades färg på kaffefilter, och mönstren torkades på lina.`,
    said: `Oljan vill bo överst.
      Det lila kom när jag inte såg på!
      Försvinner saltet eller gömmer det sig?`,
    explored: `Vi använde orden blandar sig, löser sig, flyter och sjunker.
      Samma försök gjordes tre gånger för att se om det blev likadant.
      Resultaten sattes upp med ett kryss under rätt bild.`,
    offered: `Genomskinliga glas, pipetter och brickor hade dukats upp för två i taget.
      Vi höll oss till frågor och lät händerna göra försöken.`,
    next: `Vi provar varmt och kallt vatten och ser om färgen sprider sig olika.
      Filtren blir fjärilar till fönstret.`,
  }),
  theme('map', 'preschool early', 'all', 'map', 'society math', {
    titles: `En karta över gården
      Skattjakt med kryss
      Vägen till biblioteket`,
    child: `{namn} ritade gården ovanifrån och satte ett kryss där skatten låg.
      {namn} vred kartan tills den stämde med staketet och pekade ut riktningen.
      På väg till biblioteket bockade {namn} av husen på sin karta.`,
    group: `Barnen ritade kartor över gården och gömde skatter åt varandra.
      Vi gick upp på kullen för att se hur allt ser ut uppifrån.
      På den stora kartan över samhället letade vi upp förskolan, älven och tåget.`,
    said: `Man ser taket först om man är fågel.
      Krysset ska vara mellan gungan och trädet.
      Var är norr när det är moln?`,
    explored: `Vi jämförde avstånd i steg och i centimeter på kartan.
      Symboler för träd, sten och vatten bestämdes gemensamt.
      Lägesord som bredvid, framför och snett emot behövdes hela tiden.`,
    offered: `En flygbild över området låg på golvet med genomskinligt papper ovanpå.
      Skrivplattor gjorde det möjligt att rita ute.`,
    next: `Vi bygger samhället i klossar på kartan.
      Kompassen tas med nästa gång vi går till skogen.`,
  }),
  theme('patterns', 'preschool early', 'all', 'patterns', 'math creation', {
    titles: `Mönster som fortsätter
      Röd, röd, blå
      Pärlor på rad`,
    child: `{namn} trädde pärlor i ordningen röd, röd, blå och fortsatte tills snöret tog slut.
      {namn} läste sitt mönster högt som en ramsa.
      När en pärla hamnade fel spårade {namn} bakåt och rättade till.`,
    group: `Barnen lade mönster av knappar och pärlor, och en kamrat fick gissa vad som kommer härnäst.
      Vi letade mönster i rummet och hittade dem på gardiner, golv och tröjor.
      Samma mönster spelades på trumma, klappades och hoppades.`,
    said: `Det börjar om vid varje blå!
      Man kan höra mönstret också.
      Tar ett mönster slut någon gång?`,
    explored: `Vi skilde på mönster som upprepas och mönster som växer.
      Rader med två, tre och fyra delar jämfördes.
      Egna tecken användes för att skriva ned mönstret åt någon annan.`,
    offered: `Pärlor, knappar och snören låg sorterade på brickor.
      Foton av mönster från vävar och hus satt på väggen.`,
    next: `Vi gör en lång gemensam bård runt rummet.
      Nästa gång letar vi mönster ute i naturen.`,
  }),
  theme('sorting', 'preschool', 'all', 'sorting', 'math nature', {
    titles: `Samma sak på tre sätt
      Vi sorterar och jämför
      Stenar från hela gården`,
    child: `{namn} sorterade stenar efter storlek, ändrade sig och sorterade dem efter färg.
      {namn} lade en linje från lättast till tyngst genom att väga i händerna.
      Med två rockringar visade {namn} var saker som är både runda och blanka ska ligga.`,
    group: `Barnen sorterade naturmaterial på golvet och hittade på egna regler för högarna.
      De andra fick gissa vilken regel som gällde.
      Ett kretsdiagram med rockringar visade att en sak kan höra till två grupper.`,
    said: `Den här passar i båda!
      Min regel är hemlig.
      Är sand jättesmå stenar?`,
    explored: `Vi jämförde längd, vikt, form och yta och satte ord på skillnaderna.
      Balansvågen gav svar på frågor som ögat inte kunde avgöra.
      Resultatet ritades som ett enkelt stapeldiagram.`,
    offered: `Lådor med fack, vågar och rockringar låg på mattan.
      Vi frågade hur barnen tänkte och väntade in svaren.`,
    next: `Samlingen blir ett museum med skyltar som barnen dikterar.
      Vi tar fram linjaler och provar att mäta på fler sätt.`,
  }),
  theme('lights', 'preschool early after_school', 'winter', 'lights', 'creation together', {
    titles: `Ljus i december
      Stjärnor till fönstret
      Lyktor av burkar`,
    child: `{namn} vek papper på mitten, klippte små hack och vecklade ut en stjärna.
      {namn} klistrade silkespapper på en burk och såg hur ljuset fick färg.
      {namn} räknade hur många dagar som återstår och flyttade fram klämman i kalendern.`,
    group: `Barnen gjorde lyktor av glasburkar och tände dem vid samlingen.
      Stjärnor med fem, sex och åtta uddar hängdes i fönstret och jämfördes.
      Vi sjöng, tände ett ljus i taget och samtalade om hur man lyste upp hus förr.`,
    said: `Det gula pappret gör ljuset varmare.
      Alla mina uddar är lika långa!
      Hur såg man innan det fanns lampor?`,
    explored: `Vi undersökte symmetri genom att vika, klippa och gissa innan vi vecklade ut.
      Ett glas sattes över ljuset, och vi tog tid på hur länge lågan brann.
      Dagens ljusa timmar markerades på en remsa som blir kortare för varje vecka.`,
    offered: `Dämpad belysning, gott om tid och ett bord i fönstret gav arbetet lugn.
      Saxar för både höger och vänster hand fanns framme.`,
    next: `Lyktorna får lysa utmed gången vid vår samling i skymningen.
      Vi följer solens uppgång på tavlan och ser när dagarna vänder.`,
  }),
  theme('chart', 'preschool early', 'all', 'chart', 'math together', {
    titles: `Vi röstade
      Fjorton röster på trumma
      Staplar på väggen`,
    child: `{namn} lade sin kloss på ett av alternativen och räknade sedan hur hög stapeln hade blivit.
      {namn} läste av diagrammet och berättade vilken stapel som var två högre.
      Inför nästa omröstning föreslog {namn} ett eget alternativ och ritade en bild till det.`,
    group: `Barnen röstade om vad vi ska göra på fredag genom att bygga staplar av klossar.
      Förslagen presenterades först, och alla fick säga vad som är bra med sitt.
      Resultatet lästes av tillsammans och ritades av på ett stort papper.`,
    said: `Den röda vann med två klossar.
      Då gör vi det andra nästa vecka.
      Vad gör man om det blir lika?`,
    explored: `Vi jämförde hög och låg stapel och använde ord som flest, minst och lika många.
      Samtalet handlade om vad en omröstning är och vad man gör om det man valde inte vann.
      Ett förslag som fick få röster sparades till en annan gång.`,
    offered: `Bilder på alternativen satt i ögonhöjd, och alla hade var sin kloss.
      Vi gav tid att ändra sig innan räkningen började.`,
    next: `Fredagens aktivitet planeras av dem som röstade för den.
      Vi prövar hemlig omröstning nästa gång och jämför hur det känns.`,
  }),
]
