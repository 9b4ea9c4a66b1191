package moving

import (
	"slices"
	"strings"

	"twintown/internal/partnership"
)

// What words in the column of kinds stand for. A meaning with an equals sign is a type
// of act, the others are kinds of partnership.
var kindWords = map[string]string{
	"partnership": "partnerstw,partnersk,miast partner,miasto partner,gmina partner,twinning,twin town,twin cit,sister cit,partnership,städtepartner,gemeindepartner,partnerschaft,partnerstadt,partnervertrag," +
		"jumelage,jumelé,partenariat,ville jumel,partneryst,miestas partner,miestai partner,побратим,партнерств,партнёрств,город партн,пабрацім,горад партн,місто партн,місто побрат,город побрат,горад пабрац",
	"friendship": "przyjaź,przyjacielsk,zaprzyjaźn,friendship,freundschaft,befreundet,amitié,draugyst,дружб,дружеск,дружественн,сябр,дружн,приятел",
	"project":    "partnerstwo projekt,projektow,projekt,project,projektpartner,partenariat de projet,projet,projektin,проект,праект,проєкт",
	"honorary":   "honorow,honorary,ehrenpartner,honoraire,garbės,почетн,ганаров,почесн",
	"contact":    "kontakt,współpraca nieformaln,nieformaln,informal,contact,informell,ryšiai,neformal,неформальн,нефармальн,контакт,кантакт",
	"=letter_of_intent": "list intencyj,listu intencyj,letter of intent,absichtserkl,lettre d intention,lettre d’intention,ketinimų,письмо о намер,протокол о намер,ліст аб намер,пратакол аб намер,лист про намір," +
		"протокол намір,протокол про намір",
	"=agreement":  "umow,porozumieni,agreement,treaty,vertrag,vereinbarung,abkommen,accord,convention,sutart,susitarim,соглашен,договор,пагаднен,дагавор,дамов,угод,договір",
	"=charter":    "karta partner,akt partner,przysięg,charter,oath,urkunde,partnerschaftsurkunde,charte,serment,chartij,хартия,хартыя,хартія",
	"=resolution": "uchwał,resolution of,council resolution,ratsbeschluss,beschluss,délibération,tarybos sprend,sprendim,решение совет,решение,рашэнне,рішення",
}

// What words in the column of statuses stand for: a status as package partnership names
// it. "resumed" is no status but the act that made it active again.
var statusWords = map[string]string{
	"active": "aktywn,aktualn,obowiązuj,w moc,dział,czynn,trwa,w trakcie realiz,realizowan,tak,active,in force,ongoing,current,yes,aktiv,in kraft,besteht,gültig,lebendig,laufend,ja," +
		"actif,active,en vigueur,en cours,oui,veiki,galioj,aktyv,taip,действу,активн,в силе,да,дзейніча,актыўн,мае сілу,діє,діюч,чинн,активн",
	"dormant": "uśpion,nieaktywn,martw,zamarł,brak aktywn,brak kontakt,inactive,dormant,no activity,eingeschlafen,inaktiv,ruht,ruhend,keine aktivit,en sommeil,inactif,inactive,sans activité," +
		"apmir,neveik,neaktyv,бездейств,неактивн,не действ,бяздзей,неактыўн,не дзейніч,бездіяльн,не діє,неактивн",
	"frozen":       "zamroż,wstrzyman,frozen,eingefroren,gelé,įšaldyt,заморож,замарож",
	"suspended":    "zawiesz,suspend,ausgesetzt,sistiert,suspendu,sustabdyt,приостанов,прыпын,прыпынен,призупин,зупинен",
	"expired":      "wygasł,wygaśn,upłyn,expired,lapsed,abgelaufen,ausgelaufen,expiré,échu,pasibaig,истек,истёк,скончы,тэрмін сконч,строк мин,закінчився строк",
	"terminated":   "rozwiązan,terminated,dissolved,aufgelöst,résilié,dissous,nutraukt,расторг,скасав,розірв",
	"denounced":    "odstąpi,denounced,withdrawn from,aufgekündigt,dénoncé,atsisakyt,денонсир,дэнансав,денонсов",
	"notice_given": "w okresie wypowiedz,notice given,notice of termination,préavis,įspėt,уведомлен о расторж",
	"resumed":      "wznowion,wznawian,reaktywow,resumed,reactivated,wiederaufgenommen,wiederbelebt,repris,réactivé,atnaujint,возобновл,адноўлен,аднаўл,відновлен",
	"contact":      "nawiązywan,w trakcie rozm,rozmow,planowan kontakt,talks,im gespräch,en discussion,derybos,переговор,перамов,перемов",
}

// What words in the column of areas stand for: the codes of package topic.
var topicWords = map[string]string{
	"local_government": "samorząd,administracj,local gov,public admin,verwaltung,kommunalpol,administration,savivald,самоуправ,самакірав,самовряд,местное самоуп",
	"civil_society":    "organizacj,ngo,obywatel,civil soc,zivilgesell,vereine,société civile,associations,pilietin,visuomen,граждан,грамадзянск,громадянськ",
	"culture":          "kultur,culture,cultural,культур,kultūr,мастацтв,sztuk,kunst",
	"heritage":         "dziedzictw,zabyt,heritage,kulturerbe,denkmal,patrimoine,paveld,наслед,спадчын,спадщин",
	"events":           "wydarze,festyn,festiwal,imprez,event,festival,veranstalt,fête,rengin,меропр,мерапр,заход",
	"education":        "edukac,oświat,szkol,szkół,education,school,bildung,schul,éducation,écoles,scolaire,švietim,mokykl,образован,школ,адукац,освіт",
	"youth":            "młodzież,młodych,youth,young,jugend,jeune,jaunim,молод,моладз,моладд",
	"science":          "nauk,uczeln,science,research,wissenschaft,forschung,recherche,moksl,наук,навук",
	"sport":            "sport,спорт",
	"tourism":          "turyst,touris,turizm,туриз,турыз",
	"economy":          "gospodar,ekonom,przedsiębior,econom,business,wirtschaft,économ,entrepris,ūkio,verslo,эконом,бизнес,эканам,эканом,бізнес,економ",
	"agriculture":      "rolnic,agricult,landwirt,žemės ūk,сельск хоз,сельское хоз,сельск гасп,сельская гасп,сільськ госп,сільське госп",
	"infrastructure":   "infrastruktur,infrastruct,transport,infrastruktūr,инфраструкт,інфраструкт",
	"environment":      "środowisk,ekolog,environ,umwelt,klima,écolog,aplink,эколог,окружающ,экалог,довкіл,еколог",
	"health":           "zdrow,health,gesundheit,santé,sveikat,здравоохр,здоров,ахов здар,ахова здар",
	"social":           "społecz,social,sozial,sociali,социальн,сацыяльн,соціальн,opiek",
	"emergency":        "straż,pożar,ratown,ochotnicz,emergency,fire brig,feuerwehr,pompier,secours,gaisr,priešgaisr,пожар,мчс,пажар,пожеж",
	"joint_projects":   "wspólne projekt,projekt,joint project,projects,projekte,projets,projektai,совместн проект,проекты,праекты,проєкти,проекти",
}

// kindOf reads a cell of the column of kinds: the kind, and the type of the first act. ok
// is false when no word is known, or several that do not go together.
func (l *Lexicon) kindOf(text string) (kind partnership.Kind, act partnership.ActType, ok bool) {
	for _, m := range find(l.kinds, text) {
		if a, isAct := strings.CutPrefix(m, "="); isAct {
			if act != "" && act != partnership.ActAgreement && partnership.ActType(a) != act {
				return "", "", false
			}
			if act == "" || act == partnership.ActAgreement { // "umowa (karta partnerstwa)"
				act = partnership.ActType(a)
			}
			continue
		}
		if kind != "" {
			return "", "", false
		}
		kind = partnership.Kind(m)
	}
	return kind, act, kind != "" || act != ""
}

// statusOf reads a cell of the column of statuses; ok is false when no word is known,
// or two contradict each other.
func (l *Lexicon) statusOf(text string) (status string, ok bool) {
	found := find(l.statuses, text)
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// topicsOf reads a cell of the column of areas: the codes, and whether all its parts
// were understood.
func (l *Lexicon) topicsOf(text string) (codes []string, all bool) {
	all = true
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n/•·", r) }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		found := find(l.topics, part)
		all = all && len(found) > 0
		for _, code := range found {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes, all
}
