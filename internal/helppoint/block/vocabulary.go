package block

// vocabulary is what people write of hours in one language. Lists are separated by commas;
// marks and case do not matter.
type vocabulary struct {
	short                   [7]string // what days are shortened to, from Monday
	stems                   [7]string // how their full names begin, in every case and number
	daily, working, weekend string
	closed, appointment     string
	pause                   string // a break
	to                      string // between the ends of a span
	and                     string
	noise                   string // says nothing by itself
	headings                string
	roman, twelve           bool
}

var vocabularies = map[string]vocabulary{
	"pl": {
		short:       [7]string{"pon,pn,po", "wt,wto", "śr,sro", "czw,cz", "pt,pia,pią", "sob,sb", "nd,ndz,niedz"},
		stems:       [7]string{"poniedział", "wtor", "środ", "czwart", "piąt", "sobot", "niedziel"},
		daily:       "codziennie,każdego dnia,każdy dzień",
		working:     "dni robocze,w dni robocze,dni powszednie,w dni powszednie",
		weekend:     "weekend,weekendy,w weekendy",
		closed:      "nieczynne,nieczynny,nieczynna,zamknięte,zamknięty,zamknięta,nie pracujemy",
		appointment: "po umówieniu,po wcześniejszym umówieniu,po uzgodnieniu,po uzgodnieniu terminu,po umówieniu telefonicznym,tylko po umówieniu",
		pause:       "przerwa,z przerwą,w przerwie",
		to:          "do,a,aż do",
		and:         "i,oraz,lub",
		noise:       "od,w,we,godz,godzina,godzinach,godziny,g,h,czynne,czynny,otwarte,otwarty,w godz,o",
		headings:    "w godzinach pracy,godziny pracy,godziny otwarcia,godziny przyjęć,godziny dyżurów,dyżury,godziny,czynne,czynny,otwarte,kontakt,kontakty,dane kontaktowe,zapraszamy,zapraszamy w godzinach,w godzinach",
	},
	"en": {
		short:       [7]string{"mon,mo", "tue,tues,tu", "wed,weds,we", "thu,thur,thurs,th", "fri,fr", "sat,sa", "sun,su"},
		stems:       [7]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
		daily:       "daily,every day,all week",
		working:     "weekdays,on weekdays,working days,on working days",
		weekend:     "weekend,weekends,at weekends,on weekends",
		closed:      "closed,off",
		appointment: "by appointment,by appointment only,only by appointment,on appointment",
		pause:       "break,lunch break,lunch",
		to:          "to,till,until,through",
		and:         "and",
		noise:       "from,at,on,hrs,hours,h,open,o'clock,between",
		headings:    "opening hours,office hours,hours,open,opening times,hours of opening,contact,contacts,contact us,contact details,open hours,working hours",
		twelve:      true,
	},
	"de": {
		short:       [7]string{"mo", "di", "mi", "do", "fr", "sa", "so"},
		stems:       [7]string{"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag,sonnabend", "sonntag"},
		daily:       "täglich,jeden tag",
		working:     "wochentags ohne samstag,unter der woche",
		weekend:     "wochenende,am wochenende",
		closed:      "geschlossen,zu,ruhetag,keine sprechzeit",
		appointment: "nach Vereinbarung,nach Terminvereinbarung,nach telefonischer Vereinbarung,nach Absprache,nur mit Termin,nur nach Vereinbarung,mit Termin",
		pause:       "pause,mittagspause",
		to:          "bis,bis um",
		and:         "und,sowie",
		noise:       "von,um,uhr,h,ab,am,jeweils,geöffnet,std",
		headings:    "Öffnungszeiten,Sprechzeiten,Bürozeiten,Sprechstunden,Sprechstunde,geöffnet,Kontakt,Kontakte,Ansprechpartner,Beratungszeiten,Zeiten",
	},
	"fr": {
		short:       [7]string{"lun,lu", "mar,ma", "mer,me", "jeu,je", "ven,ve", "sam,sa", "dim,di"},
		stems:       [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
		daily:       "tous les jours,chaque jour",
		working:     "en semaine,jours ouvrés,les jours ouvrés",
		weekend:     "week-end,le week-end,les week-ends",
		closed:      "fermé,fermée,fermeture",
		appointment: "sur rendez-vous,sur rdv,uniquement sur rendez-vous,sur rendez-vous uniquement",
		pause:       "pause,pause déjeuner",
		to:          "à,au,a,jusqu'à,jusqu'au",
		and:         "et,ou",
		noise:       "de,du,des,le,les,la,h,heures,ouvert,ouverte,entre,dès",
		headings:    "horaires,horaires d'ouverture,heures d'ouverture,ouvert,permanences,permanence,contact,contacts,nous contacter,coordonnées,accueil",
	},
	"lt": {
		short:       [7]string{"pr,pirm", "an,antr", "tr,treč", "kt,ketv", "pn,penkt", "št,šešt", "sk,sekm"},
		stems:       [7]string{"pirmadien", "antradien", "trečiadien", "ketvirtadien", "penktadien", "šeštadien", "sekmadien"},
		daily:       "kasdien,kiekvieną dieną",
		working:     "darbo dienomis,darbo dienos",
		weekend:     "savaitgalis,savaitgaliais,savaitgalį",
		closed:      "nedirba,nedirbame,nedirbama,uždaryta,poilsio diena,poilsio dienos",
		appointment: "pagal susitarimą,iš anksto susitarus,susitarus,pagal išankstinę registraciją,tik susitarus",
		pause:       "pertrauka,pietų pertrauka,pietūs",
		to:          "iki",
		and:         "ir,bei",
		noise:       "nuo,val,h,dirbame,dirba,valandos,d",
		headings:    "darbo laikas,darbo valandos,priėmimo laikas,priėmimo valandos,dirbame,kontaktai,kontaktas,konsultacijų laikas",
		roman:       true,
	},
	"ru": {
		short:       [7]string{"пн,пон", "вт,втор", "ср", "чт,чет,четв", "пт,пят", "сб,суб", "вс,воскр,вск"},
		stems:       [7]string{"понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресен"},
		daily:       "ежедневно,каждый день",
		working:     "будни,в будни,по будням,будние дни,в будние дни,рабочие дни,в рабочие дни",
		weekend:     "выходные,по выходным,в выходные,выходные дни",
		closed:      "закрыто,закрыт,выходной,выходной день,не работает,не работаем,нет приёма",
		appointment: "по записи,по предварительной записи,по договоренности,по договорённости,только по записи",
		pause:       "перерыв,обед,обеденный перерыв",
		to:          "до,по",
		and:         "и,или",
		noise:       "с,со,от,в,во,час,часов,часа,ч,работаем,открыто",
		headings:    "часы работы,время работы,режим работы,график работы,часы приёма,приём,контакты,контакт,мы работаем,работаем",
	},
	"be": {
		short:       [7]string{"пн,пан", "аў,аўт", "ср,сер", "чц,чац", "пт,пят", "сб,суб", "нд,няд"},
		stems:       [7]string{"панядзел", "аўтор", "серад,серад", "чацвер,чацвярг", "пятніц", "субот", "нядзел"},
		daily:       "штодня,штодзень,штодзённа,кожны дзень",
		working:     "будні,у будні,па буднях,працоўныя дні,у працоўныя дні",
		weekend:     "выхадныя,па выхадных,у выхадныя",
		closed:      "зачынена,выхадны,выхадны дзень,не працуе,не працуем",
		appointment: "па запісе,па запісу,па папярэднім запісе,па дамоўленасці,толькі па запісе",
		pause:       "перапынак,абед,абедзенны перапынак",
		to:          "да,па",
		and:         "і,або",
		noise:       "з,са,ад,у,ў,гадзін,гадзіны,гадз,г,працуем,адчынена",
		headings:    "гадзіны працы,час працы,рэжым працы,графік працы,рэжым работы,графік работы,час прыёму,кантакты,кантакт,працуем",
	},
	"uk": {
		short:       [7]string{"пн,пон", "вт,вівт", "ср,сер", "чт,четв", "пт,пят", "сб,суб", "нд,нед"},
		stems:       [7]string{"понеділ", "вівтор", "серед", "четвер", "п'ятниц", "субот", "неділ"},
		daily:       "щодня,щоденно,кожного дня",
		working:     "будні,у будні,в будні,по буднях,робочі дні,у робочі дні,в робочі дні",
		weekend:     "вихідні,на вихідних,у вихідні",
		closed:      "зачинено,вихідний,вихідний день,не працює,не працюємо",
		appointment: "за записом,за попереднім записом,за домовленістю,лише за записом,тільки за записом",
		pause:       "перерва,обід,обідня перерва",
		to:          "до,по",
		and:         "і,й,та,або",
		noise:       "з,із,зі,від,у,в,о,год,година,години,годин,працюємо,відчинено",
		headings:    "години роботи,графік роботи,режим роботи,час роботи,прийом,години прийому,контакти,контакт,працюємо",
	},
}
