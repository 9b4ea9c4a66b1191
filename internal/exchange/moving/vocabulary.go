package moving

import "unicode"

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// Role is what a column holds.
type Role string

// The roles.
const (
	Own     Role = "own"     // the town whose list it is
	Partner Role = "partner" // the partner town
	Country Role = "country" // of the partner
	Region  Role = "region"  // of the partner
	Date    Role = "date"    // when it was signed, or from when until when
	Until   Role = "until"   // the end of the agreed term, or the term
	Ended   Role = "ended"   // when it ended
	Kind    Role = "kind"    // of link, or of the signed act
	Status  Role = "status"  //
	Topics  Role = "topics"  // areas of cooperation
	Notes   Role = "notes"   // stay in the file
	Remark  Role = "remark"  // notes that a person chose to publish
	Contact Role = "contact" // people, telephones, addresses: stay in the file
	Ignored Role = "ignored" // numbers of rows, and what nobody knows
	placed  Role = "place"   // a town, own or partner: decided by the other columns
)

// Roles are the roles that a person can give to a column.
func Roles() []Role {
	return []Role{Partner, Own, Country, Region, Date, Until, Ended, Kind, Status, Topics, Remark, Notes, Contact, Ignored}
}

// headerPhrases are the words of headers in eight languages, each a beginning.
var headerPhrases = map[Role]string{
	Partner: "miast partner,gmin partner,partner,samorząd partner,miejscowość partner,jednostk partner,partner zagraniczn,nazw partner,nazw miast partner,miast bliźniacz," +
		"partner town,partner cit,partner municip,twin town,twin cit,sister cit,twin,twinned with," +
		"partnerstadt,partnerstädte,partnergemeind,partnerkommun,partnerort,partnerschaft mit," +
		"ville jumelée,villes jumelées,ville partenaire,commune jumelée,commune partenaire,partenaire,collectivité partenaire,jumelage avec," +
		"miest partner,partner,savivaldyb partner,užsienio partner,susigiminiav miest," +
		"город партн,город побратим,партнер,побратим,города партн,города побратим," +
		"горад партн,горад пабрацім,партнёр,пабрацім,гарады партн,гарады пабрацім," +
		"місто партнер,місто побратим,міста партнер,міста побратим,партнер,побратим",
	placed: "miast,gmin,miejscowość,nazw,nazw miast,town,city,municipality,name,place,stadt,ort,gemeinde,kommune,ville,commune,nom," +
		"miest,savivaldyb,pavadinim,viet,город,название,населенный пункт,муниципалитет,горад,назва,населены пункт,місто,громада,назва,населений пункт",
	Own: "nasz miast,nasz gmin,gmin polsk,miast polsk,polsk gmin,polsk miast,partner polsk,polski partner,stron polsk,our town,own town,our municip,polish town," +
		"unsere,eigene,deutsche stadt,deutsche kommun,deutsche gemeinde,notre,commune française,ville française,mūsų,lietuvos,lietuvos savivaldyb,lietuvos miest," +
		"наш город,российский город,наш горад,беларус,беларускі горад,наше місто,українськ,українське місто,наша громада,jst,samorząd",
	Country: "państw,kraj,country,state,land,staat,pays,šal,valstyb,страна,государств,краіна,дзяржав,країна,держав",
	Region:  "region,województw,obwód,oblast,bundesland,département,région,apskrit,регион,область,рэгіён,вобласць,регіон,prowincj,voivodeship,province,powiat,county,landkreis",
	Date: "data,dat podpis,dat zawarci,dat nawiązan,dat umow,dat rozpocz,rok,rok podpis,rok zawarci,rok nawiązan,rok umow,rok rozpocz,od,od kied,od roku,kiedy,okres,lat,podpisan,zawart,zawarci,początek," +
		"date,date of sign,date sign,signed,signing,since,year,year of,from,start,period,established," +
		"datum,datum der,unterzeichn,seit,jahr,jahr der,beginn,abschluss,zeitraum,geschlossen," +
		"date de sign,signature,depuis,année,date du,période,début," +
		"data,pasiraš,pasirašym dat,sudarym,metai,nuo,laikotarp,pradžia," +
		"дата,дата подпис,дата заключ,год,год подпис,год заключ,подписан,заключен,период,начало,с какого," +
		"дата падпіс,год падпіс,падпісан,перыяд,пачатак,з якога,дата заключэн,год заключэн," +
		"дата підпис,рік,рік підпис,підписан,період,початок,з якого,укладен,дата уклад,рік уклад",
	Until: "do,do kied,obowiązuj do,ważn do,termin obowiąz,okres obowiąz,czas trwan,na czas,valid until,valid to,expires,until,term,duration," +
		"gültig bis,laufzeit,bis,befristet,valable jusqu,jusqu,durée,échéance,galioj,iki,termin,действует до,срок,срок действ,до,дзейнічае да,тэрмін,да,діє до,строк,термін,до",
	Ended: "dat zakończ,rok zakończ,zakończ,koniec,dat rozwiąz,rozwiąz,wygaś,dat wygaś,ended,end,end date,date of end,terminated,ende,beendet,beendigung,fin,date de fin,pabaig,nutrauk,pabaigos dat," +
		"дата оконч,оконч,конец,прекращ,дата прекращ,дата заканч,канец,заканч,спынен,дата закінч,кінець,закінч,припинен",
	Kind: "rodzaj,typ,form,rodzaj umow,rodzaj wspó,form współ,charakter,kind,type,type of,form,nature,art,art der,form der,vertragsart,nature,type de,forme,rūš,tip,form," +
		"вид,тип,форма,від,тып,dokument,podstaw,umow,porozumien,document,agreement,vertrag,accord,convention,sutart,документ,дагавор,договор,угода,пагадненне,соглашение,dokumentas",
	Status: "status,stan,stan współ,aktualn,aktywn,active,état,statut,situation,state of,stand,būkl,būsen,statusas,статус,состояние,стан,статус,актуальн",
	Notes: "uwag,opis,komentarz,dodatkow,inne,notes,note,remark,comment,bemerkung,anmerkung,hinweis,kommentar,sonstig,remarque,observation,commentaire,pastab,komentar," +
		"примечан,замечан,коммент,заўваг,нататк,камент,приміт,комент,зауваж",
	Contact: "kontakt,osob,osob kontakt,os kontakt,dane kontakt,telefon,tel,e mail,email,mail,adres,www,stron internet,stron www,imię,nazwisk,burmistrz,wójt,prezydent,koordynator," +
		"contact,contact person,phone,person,website,address,mayor,coordinator,ansprechpartner,kontaktperson,anschrift,bürgermeister,adresse,vorname,zuständig," +
		"interlocuteur,correspondant,courriel,téléphone,personne,maire,référent,asmuo,asmen,kontaktin,kontaktinis asm,telefon,el pašt,mer,meras,tinklalap," +
		"контакт,контактное лиц,телефон,почта,ответственн,адрес,мэр,глава,сайт,контактная асоб,адказн,пошта,старшыня,контактна особ,відповідальн,голова,мер",
	Topics: "obszar,obszar współ,dziedzin,dziedzin współ,zakres,zakres współ,tematyk,areas,area of,areas of coop,fields,field of,topics,scope,bereich,themen,schwerpunkt,bereiche der,domaine,thèmes," +
		"srit,bendradarbiav srit,сфер,сферы сотруд,области сотруд,направлен,направления сотруд,темы,галін,галіны супрац,напрам,кірунк,сферы супрац,галуз,сфери співпр,напрями співпр,напрям",
	Ignored: "lp,l p,nr,no,nº,lfd nr,lfd,eil nr,п п,№,num,numéro,№ п п,nr uchwał,numer uchwał,id,ludność,population,einwohner,odległość,liczba mieszk,gyventoj,население,насельніцтва,населення",
}

// countryNicknames is what people call countries beside CLDR's names.
var countryNicknames = map[string]string{
	"BY": "Republika Białoruś,Białorus,Weißrussland,Белоруссия,Республика Беларусь,Рэспубліка Беларусь,Республіка Білорусь,Baltarusijos Respublika,Biélorussie",
	"CN": "ChRL,KNR,КНР",
	"CZ": "Republika Czeska,Czech Republic,Tschechische Republik,République tchèque,Чешская Республика,Čekijos Respublika",
	"DE": "RFN,Republika Federalna Niemiec,BRD,Bundesrepublik Deutschland,NRD,DDR,ФРГ,ФРН",
	"GB": "UK,Anglia,Szkocja,Walia,England,Scotland,Wales,Schottland,Angleterre,Écosse,Англия,Шотландия,Англія,Шотландія,Great Britain,Großbritannien",
	"LT": "Republika Litewska,Lietuvos Respublika,Республика Литва",
	"LV": "Republika Łotewska,Latvijos Respublika",
	"MD": "Mołdowa,Mołdawia,Moldova,Moldawien,Молдавия",
	"MK": "Macedonia,Mazedonien,Macédoine,Македония,Македонія",
	"NL": "Holandia,Holland,Hollande,Olandija,Голландия,Галандыя,Голландія,Nederland",
	"PL": "Rzeczpospolita Polska,Republic of Poland,RP",
	"RU": "Federacja Rosyjska,Russian Federation,Russische Föderation,Fédération de Russie,Rusijos Federacija,Российская Федерация,Расійская Федэрацыя,Російська Федерація,РФ",
	"SK": "Republika Słowacka,Slovak Republic,Slowakische Republik,République slovaque",
	"UA": "Ukraina,Ukraine",
	"US": "USA,Stany Zjednoczone Ameryki,США,ЗША,JAV,États-Unis d’Amérique",
}
