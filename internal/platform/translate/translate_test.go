package translate

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/errs"
)

// foreign is a server that speaks LibreTranslate's API over a real connection: /languages
// and /translate, with the statuses and bodies that the real one sends.
type foreign struct {
	*testing.T
	*httptest.Server
	calls  atomic.Int64
	answer atomic.Pointer[http.HandlerFunc] // to /translate; nil: as it should
}

const languages = `[{"code":"pl","name":"Polish","targets":["en","lt","pl"]},{"code":"lt","name":"Lithuanian","targets":["en","pl","lt"]},{"code":"en","name":"English","targets":["lt","pl","en"]}]`

func newForeign(t *testing.T) *foreign {
	f := &foreign{T: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /languages", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, languages) })
	mux.HandleFunc("POST /translate", func(w http.ResponseWriter, r *http.Request) {
		f.calls.Add(1)
		if h := f.answer.Load(); h != nil {
			(*h)(w, r)
			return
		}
		var q map[string]string
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("the question: %v, %q", err, r.Header.Get("Content-Type"))
		}
		if q["api_key"] != "word" {
			w.WriteHeader(http.StatusForbidden)
			io.WriteString(w, `{"error":"Invalid API key"}`)
			return
		}
		body, _ := json.Marshal(map[string]string{"translatedText": "[" + q["source"] + ">" + q["target"] + "] " + q["q"]})
		w.Write(body)
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// says has the server answer otherwise.
func (f *foreign) says(h http.HandlerFunc) { f.answer.Store(&h) }

func (f *foreign) open(key string, clock *clocktest.Clock) *Server {
	f.Helper()
	s, err := New(Options{Address: f.URL + "/", Key: key, Clock: clock, Time: 2 * time.Second})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	return s
}

func noon() *clocktest.Clock { return clocktest.At(time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)) }

func TestATextIsTranslatedPieceByPiece(t *testing.T) {
	f := newForeign(t)
	s := f.open("word", noon())
	got, err := s.Translate(t.Context(), "  Dzień dobry.\n\nDo widzenia.", "pl", "lt")
	if want := "[pl>lt] Dzień dobry.\n\n[pl>lt] Do widzenia."; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if f.calls.Load() != 2 {
		t.Errorf("%d calls for two paragraphs", f.calls.Load())
	}
	if !strings.HasPrefix(s.Engine(), "LibreTranslate (127.0.0.1:") {
		t.Errorf("engine %q", s.Engine())
	}
}

// Whatever a server does, who asks gets an error of a kind that says whether to try again,
// and soon.
func TestServersThatFail(t *testing.T) {
	plain := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); io.WriteString(w, body) }
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		kind   errs.Kind
		key    string
	}{
		{"down", plain(http.StatusBadGateway, "<h1>502</h1>"), errs.Unavailable, "error.translate.busy"},
		{"asked too often", plain(http.StatusTooManyRequests, `{"error":"Slowdown"}`), errs.Unavailable, "error.translate.busy"},
		{"a wrong key", plain(http.StatusForbidden, `{"error":"Invalid API key"}`), errs.Unavailable, "error.translate.key"},
		{"a text that it refuses", plain(http.StatusBadRequest, `{"error":"Invalid request"}`), errs.Invalid, "error.translate.refused"},
		{"no JSON", plain(http.StatusOK, "hello"), errs.Unavailable, "error.translate.nonsense"},
		{"JSON of another kind", plain(http.StatusOK, `{"translatedText":["a"]}`), errs.Unavailable, "error.translate.nonsense"},
		{"JSON without a text", plain(http.StatusOK, `{}`), errs.Unavailable, "error.translate.nonsense"},
		{"an empty text", plain(http.StatusOK, `{"translatedText":" "}`), errs.Unavailable, "error.translate.nonsense"},
		{"cut off", plain(http.StatusOK, `{"translatedText":"La`), errs.Unavailable, "error.translate.nonsense"},
		{"a huge answer", plain(http.StatusOK, `{"translatedText":"`+strings.Repeat("x", 1<<20)+`"}`), errs.TooLarge, "error.fetch.too_large"},
		{"a redirect elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, errs.Unavailable, "error.fetch.status"},
		{"a line that breaks", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, errs.Unavailable, "error.fetch.unreachable"},
	} {
		f := newForeign(t)
		f.says(c.answer)
		_, err := f.open("word", noon()).Translate(t.Context(), "Dzień dobry", "pl", "lt")
		if errs.KindOf(err) != c.kind || errs.PublicOf(err).Key != c.key {
			t.Errorf("%s: kind %v, %s (%v); want %v, %s", c.name, errs.KindOf(err), errs.PublicOf(err).Key, err, c.kind, c.key)
		}
	}
}

// A server that never answers costs its time once; after failures in a row it is not asked
// for a while, then once, then again.
func TestASlowServerIsLeftInPeace(t *testing.T) {
	f, now := newForeign(t), noon()
	release := make(chan struct{})
	defer close(release)
	f.says(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	s, err := New(Options{Address: f.URL, Key: "word", Clock: now, Time: 30 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() error {
		_, err := s.Translate(t.Context(), "Dzień dobry", "pl", "lt")
		return err
	}
	for range mostFailures {
		if err := ask(); errs.PublicOf(err).Key != "error.fetch.timeout" {
			t.Fatalf("a slow server: %v", err)
		}
	}
	for range 10 {
		if err := ask(); errs.PublicOf(err).Key != "error.translate.rests" {
			t.Fatalf("asked while it rests: %v", err)
		}
	}
	if got := f.calls.Load(); got != mostFailures {
		t.Errorf("%d calls, want %d", got, mostFailures)
	}
	now.Add(firstRest + time.Second)
	if err := ask(); errs.PublicOf(err).Key != "error.fetch.timeout" || f.calls.Load() != mostFailures+1 {
		t.Errorf("one try after the rest: %v, %d calls", err, f.calls.Load())
	}
	now.Add(firstRest + time.Second)
	if s.Resting().IsZero() {
		t.Error("the second rest is no longer than the first")
	}
	now.Add(firstRest)
	f.answer.Store(nil)
	s = f.open("word", now)
	if got, err := s.Translate(t.Context(), "Dzień dobry", "pl", "lt"); err != nil || got == "" || !s.Resting().IsZero() {
		t.Errorf("a server that is well again: %q, %v", got, err)
	}
}

func TestLanguagesThatItDoesNotSpeak(t *testing.T) {
	f := newForeign(t)
	s := f.open("word", noon())
	for _, c := range [][2]string{{"pl", "be"}, {"be", "pl"}, {"pl", "pl"}, {"", ""}} {
		if _, err := s.Translate(t.Context(), "x", c[0], c[1]); errs.KindOf(err) != errs.Invalid || f.calls.Load() != 0 {
			t.Errorf("%v: %v, %d calls", c, err, f.calls.Load())
		}
	}
	if _, err := s.Translate(t.Context(), strings.Repeat("x", mostText+1), "pl", "lt"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a text without end: %v", err)
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	for _, address := range []string{"", "translate.example.org", "ftp://x", "http://", "http://user:word@host", "http://host/?q=1", "http://host#x"} {
		if _, err := New(Options{Address: address}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// Pieces together are the text again, and none is longer than allowed.
func FuzzPieces(f *testing.F) {
	f.Add("Dzień dobry. Do widzenia.\n\n  Žodis; žodis\r\nx", 7)
	f.Add(strings.Repeat("ž", 99), 10)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 1 || most > 5000 || !utf8.ValidString(text) {
			return
		}
		var b strings.Builder
		for _, p := range pieces(text, most) {
			if utf8.RuneCountInString(p.text) > most || strings.TrimSpace(p.text) != p.text {
				t.Errorf("the piece %q of at most %d", p.text, most)
			}
			b.WriteString(p.text + p.after)
		}
		if b.String() != text {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}
