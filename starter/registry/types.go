package registry

// Text is a text for readers, by language. It is written, not translated by a
// machine, and complete in all Languages.
type Text map[string]string

// Source is where a statement comes from; see source.Source.
type Source struct {
	Code      string `json:"code"`
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Language  string `json:"language"`
	Licence   string `json:"licence,omitempty"`
	Note      string `json:"note,omitempty"`
	Published string `json:"published,omitempty"` // a day, month or year; empty: undated
	Retrieved string `json:"retrieved"`           // the day when it was read
}

// Place is a unit that the starter's towns lack. Its number is its GeoNames
// number where it has one, else from 9,000,000,000.
type Place struct {
	ID         int64       `json:"id"`
	Kind       string      `json:"kind"` // as place.Kind
	Name       string      `json:"name"`
	Country    string      `json:"country"`
	Region     string      `json:"region"`
	Lat        float64     `json:"lat"`
	Lon        float64     `json:"lon"`
	Population int64       `json:"population,omitempty"` // 0 unknown
	Feature    string      `json:"feature"`              // GeoNames feature code: "ADM2", "PPL"
	Unit       string      `json:"unit,omitempty"`       // national code: TERYT, AGS, FIPS…
	Seat       int64       `json:"seat,omitempty"`       // the town where its council sits; 0: itself
	Zone       string      `json:"zone"`
	Names      []PlaceName `json:"names"`
}

// PlaceName is a name of a Place.
type PlaceName struct {
	Lang   string `json:"lang"`
	Value  string `json:"value"`
	Kind   string `json:"kind"` // as place.NameKind
	Source string `json:"source"`
}

// Partnership is a link told by its acts; see partnership.Partnership, which reads
// the same JSON and ignores the keys.
type Partnership struct {
	Key          string   `json:"key"` // stable; the identifier is made from it
	Kind         string   `json:"kind"`
	OriginalTerm string   `json:"original_term,omitempty"`
	Parties      []Party  `json:"parties"`
	Topics       []string `json:"topics,omitempty"`
	Story        Text     `json:"story,omitempty"`
	Acts         []Act    `json:"acts"`
	Claims       []Claim  `json:"claims,omitempty"`
}

// Party is one side.
type Party struct {
	Place int64  `json:"place"`
	Name  string `json:"name,omitempty"` // in the act, where it differs from the place's
}

// Act is one dated step.
type Act struct {
	Key         string      `json:"key"` // stable within the partnership
	Type        string      `json:"type"`
	By          []int64     `json:"by,omitempty"` // empty: all sides
	Date        Date        `json:"date,omitzero"`
	Term        string      `json:"term,omitempty"`   // ISO 8601 duration
	Notice      string      `json:"notice,omitempty"` // ISO 8601 duration
	Condition   Cause       `json:"condition,omitzero"`
	Ground      Cause       `json:"ground,omitzero"`
	Vote        Vote        `json:"vote,omitzero"`
	At          int64       `json:"at,omitempty"`
	Signatories []Signatory `json:"signatories,omitempty"`
	Title       string      `json:"title,omitempty"`
	Number      string      `json:"number,omitempty"`
	Text        Text        `json:"text,omitempty"`
	Sources     []string    `json:"sources"`
}

// Cause is a condition or a ground.
type Cause struct {
	Code string `json:"code"`
	Text Text   `json:"text,omitempty"`
}

// IsZero says whether no cause is given.
func (c Cause) IsZero() bool { return c.Code == "" && len(c.Text) == 0 }

// Vote is how a council decided.
type Vote struct {
	For       int  `json:"for,omitempty"`
	Against   int  `json:"against,omitempty"`
	Abstained int  `json:"abstained,omitempty"`
	Unanimous bool `json:"unanimous,omitempty"`
}

// Signatory is an office that signed for a side. No person is named.
type Signatory struct {
	Side   int64  `json:"side"`
	Office string `json:"office"`
}

// Claim is what one source says about one field.
type Claim struct {
	Field      string `json:"field"`
	Value      string `json:"value"`
	Source     string `json:"source"`
	AssertedBy string `json:"asserted_by,omitempty"`
	Confidence string `json:"confidence,omitempty"`
	Rank       string `json:"rank"`
}

// Notice is a caveat: a dated fact that someone who looks for a partner should
// know. It applies when the place that seeks is within For and the candidate is
// within About. When it Folds, the candidate moves into the marked group; else the
// text is only shown. It never changes a score.
type Notice struct {
	Key       string   `json:"key"`
	Folds     bool     `json:"folds"`
	For       Scope    `json:"for,omitzero"`
	About     Scope    `json:"about"`
	Programme string   `json:"programme,omitempty"`
	From      string   `json:"from"`         // a day, month or year
	To        string   `json:"to,omitempty"` // empty: still so on the day when it was read
	Text      Text     `json:"text"`
	Sources   []string `json:"sources"`
	Read      string   `json:"read"` // the day when the sources were read
}

// Scope is a set of places: those in one of the countries, in one of the regions,
// or named. The zero Scope is every place.
type Scope struct {
	Countries []string `json:"countries,omitempty"` // ISO 3166-1
	Regions   []string `json:"regions,omitempty"`   // "BY.03"
	Places    []int64  `json:"places,omitempty"`
}

// IsZero says whether the scope is every place.
func (s Scope) IsZero() bool {
	return len(s.Countries) == 0 && len(s.Regions) == 0 && len(s.Places) == 0
}
