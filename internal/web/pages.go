package web

import "twintown/internal/web/draw"

// One struct for each page. A handler fills one from the rooms (see the file named after
// the page); its template writes it. Empty lists are fine everywhere: the page then says
// what it is for.

// homePage: one sentence, one search field, the map of the known partnerships, three
// stories from the data.
type homePage struct {
	page
	Search         *searchField
	Examples       []link
	Map            *mapView
	MapNote        string
	Known, InForce int
	Stories        []linkView
	Listed         []linkView
	Blocks         []string // in their order
	Meetings       []meetingTeaser
	News           []teaserView
	Practices      []teaserView
	Galleries      []galleryTeaser
	Requests       []requestView
}

// placesPage lists what the look-up found.
type placesPage struct {
	page
	Search  *searchField
	Query   string
	Asked   bool
	Results []resultView
	Towns   int
}

// resultView is a place that the look-up found, and the spelling by which.
type resultView struct {
	placeView
	Matched string // "" where it is the name shown
}

// townPage is a town's profile.
type townPage struct {
	page
	Place       placeView
	Became      []becameView // what became of the unit, or whom it followed
	Crumbs      []link
	Finding     string
	Facts       []fact
	FinderURL   string
	CallsURL    string // which calls the town could enter; "": no programmes are known
	ResultsURL  string // what came of the meetings at which it was; "": nothing is known
	RequestsURL string // the requests that fit the town; "" where nobody reckons
	Map         *mapView
	MapNote     string
	Partners    []linkView
	Ticks       []draw.Tick
	Best        []candidateView
	Known       []fact
	Unknown     []string
	Names       []nameView
	ProposeURL  string      // for everybody; "" where no proposals are taken
	Write       *answerView // by which an officer of another town writes to this one; nil: she cannot
	BeginURL    string      // for those who may begin a partnership of the town
	Press       []teaserView
	Meetings    []meetingTeaser
	Projects    []projectRow
	Requests    []requestView
	SeekURL     string // for those who may begin a request of the town
}

// finderPage ranks the world's towns as partners of one.
type finderPage struct {
	page
	Place           placeView
	Crumbs          []link
	Finding         string
	Action          string
	FiltersOpen     bool
	Countries       []option // the likely ones, with how many suggestions lie there
	Others          []option // all others
	Counted         int      // the suggestions that were counted
	ChosenCountries string   // their names, for where the form is folded
	Languages       []option
	Modes           []option
	MinPop, MaxPop  string
	MinKm, MaxKm    string
	Regions         []optionGroup // of the countries that are chosen or likely
	ManyRegions     bool          // an address may name several
	Spread          bool
	Error           string
	Map             *mapView
	MapNote         string
	Items, Folded   []candidateView
	Known, Places   int
	ImportCommand   string
}

// option is a choice of a form.
type option struct {
	Value, Name string
	Chosen      bool
	Count       int // of what it would lead to; 0: not told
}

// optionGroup are the choices of one kind, under its name.
type optionGroup struct {
	Name    string
	Options []option
}

// comparePage answers "why not X?".
type comparePage struct {
	page
	Crumbs      []link
	Here, There placeView
	Finding     string
	Sides       []sideView
	Caveats     []caveatView
	Linked      *linkView
	Bar         draw.Bar
	Sum         sumView
	Action      string
}

// choosePage offers the places that a name may mean.
type choosePage struct {
	page
	Crumbs []link
	Here   placeView
	Name   string
	Offers []placeView
	Action string
}

type sideView struct {
	placeView
	Facts []fact
}

// partnershipPage tells the history of one partnership.
type partnershipPage struct {
	page
	known              map[string]string // names of documents and partnerships that its changes tell of, by identifier
	Crumbs             []link
	Sides              []placeView
	Join               draw.Braid
	Status             statusView
	Kind, OriginalTerm string
	Sentence           string
	Story              string
	Differ             bool
	SideStates         []sideState
	Braid              draw.Braid
	Ticks              []draw.Tick
	Marks              []markView
	Height             float64
	AxisY, YearY       float64
	BraidY             float64
	Acts               []actView
	Contradictions     []contradictionView
	SideWords          []positionView // what the sides say of the whole
	Confirmed          bool           // all of them, and none sees it otherwise
	EditURL            string         // for those who may
	Projects           []projectRow
	ProjectURL         string // where one is begun; "": the reader may not
	CallsURL           string // which calls fit its towns; "": no programmes are known
	ProposeURL         string // for everybody; "" where no proposals are taken
	Facts              []fact
	Hints              []string
	AsOf, KnownAt      string
	APIURL             string
	Press              []teaserView
	Meetings           []meetingTeaser
}

type sideState struct {
	Name   string
	Status statusView
}

// markView is an act written beside the braid.
type markView struct {
	X, Y0, Y1, TextX, TextY float64
	Anchor, Text            string
}

// actView is an act in the list below the braid.
type actView struct {
	ID        string
	When      string
	Precision string
	Type      string
	By        *actBy
	Details   []string
	Text      string
	Sources   []sourceView
	Documents []documentView
	Positions []positionView
	Confirmed bool // by all sides
}

// actBy says which sides took the act; nil where all did.
type actBy struct{ Class, Text string }

type contradictionView struct {
	Field  string
	Claims []claimView
}

type claimView struct {
	Value, Why string
	Shown      bool
	Source     sourceView
}

// regionPage shows whether the number of agreements grows.
type regionPage struct {
	page
	Crumbs        []link
	Name          string
	Finding       string
	ChartTitle    string
	Chart         draw.Growth
	ChartLabels   []labelView
	Rows          []draw.YearCount
	Towns         []placeView // to begin with, where no partnership is known
	Method        []string
	Partnerships  []linkView
	ResultsURL    string // what came of its towns' meetings; "": nothing is known
	AsOf, KnownAt string
}

// dataPage says what is known here, from whom, under which licence.
type dataPage struct {
	page
	Counts  []fact
	Sources []dataSource
}

type dataSource struct{ Name, URL, Use, Licence string }

// translationsPage says how far each language can be relied on.
type translationsPage struct {
	page
	Rows []coverageRow
}

type coverageRow struct {
	Lang, Name         string
	Texts              int
	Complete, Reviewed float64
}

// accessibilityPage is the accessibility statement: the program's own words, and what the
// operator adds.
type accessibilityPage struct {
	page
	Text    textView
	Contact *contactView
}

// errorPage says what happened, what was kept, what to do.
type errorPage struct {
	page
	Status    int
	Heading   string
	Message   string
	Search    *searchField
	RequestID string
	Typed     []pair // of a form that was refused as a whole, so that it can be copied
}
