package web

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// onward is where a person goes on after she signed in: an address, and perhaps a form
// that she sent when her session had run out.
type onward struct {
	Next string
	Kept string // sealed
}

// keptForm is a form that was not lost.
type keptForm struct {
	Path   string     `json:"path"`
	Values url.Values `json:"values"`
}

// Limits of a form that is kept: three pages of text in each of several fields fit.
const (
	mostKept    = 64 << 10
	keptPurpose = "kept form"
)

// readOnward takes in what a sign-in page carried along.
func (s *Site) readOnward(r *http.Request, fallback string) onward {
	return onward{safeNext(r.FormValue("next"), fallback), r.FormValue("kept")}
}

// keep seals the form of a request that could not be let in, "" where there is none or
// it is too large, or where the browser never had a session that could have run out.
// Secrets are left out: they are typed again.
func (s *Site) keep(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if s.cookie(r) == "" || r.Method != http.MethodPost || kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return ""
	}
	k := keptForm{r.URL.RequestURI(), url.Values{}}
	for name, values := range r.PostForm {
		if !strings.Contains(name, "password") && !slices.Contains(secretFields, name) {
			k.Values[name] = values
		}
	}
	text, err := json.Marshal(k)
	if err != nil || len(text) > mostKept || len(k.Values) == 0 {
		return ""
	}
	return s.rooms.Key.Seal(keptPurpose, text)
}

// secretFields are fields that no page carries along.
var secretFields = []string{"code", "recovery", "answer", "secret", "key"}

// unkeep reads what keep sealed; false for anything else.
func (s *Site) unkeep(sealed string) (k keptForm, ok bool) {
	if sealed == "" {
		return k, false
	}
	text, err := s.rooms.Key.Unseal(keptPurpose, sealed)
	return k, err == nil && json.Unmarshal(text, &k) == nil && safeNext(k.Path, "") == k.Path
}

// resumePage shows a form that was kept, ready to be sent again.
type resumePage struct {
	page
	Action string
	Fields []hiddenField
	Next   string
}

// hiddenField is a field that a form carries along.
type hiddenField struct{ Name, Value string }

// goOn leads to where the person wanted to go. A form that was kept waits on a page of
// its own until she sends it: somebody else may have signed in at the same machine.
func (s *Site) goOn(w http.ResponseWriter, r *http.Request, code string, to onward) error {
	k, ok := s.unkeep(to.Kept)
	if !ok {
		http.Redirect(w, r, to.Next, http.StatusSeeOther)
		return nil
	}
	v := &resumePage{page: s.newPage(r, code, "/sign-in"), Action: k.Path, Next: to.Next}
	v.Title, v.NoIndex, v.page.keep = v.t("resume.title"), true, false
	for name, values := range k.Values {
		for _, value := range values {
			v.Fields = append(v.Fields, hiddenField{name, value})
		}
	}
	slices.SortStableFunc(v.Fields, func(a, b hiddenField) int { return strings.Compare(a.Name, b.Name) })
	return s.write(w, http.StatusOK, "resume", v)
}
