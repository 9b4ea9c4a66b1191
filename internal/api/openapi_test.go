package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// promised is what the test needs of an OpenAPI document.
type promised struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		OperationID string
		Responses   map[string]struct {
			Content map[string]struct{ Schema json.RawMessage }
		}
	}
}

// Every operation of the document is called, and each answer validates against the
// schema that the document promises, by an independent validator.
func everyRouteAndAnswerFitsTheDocument(t *testing.T, h http.Handler) {
	raw := ask(h, "/api/v1/openapi.json").Body.Bytes()
	var doc promised
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %s, want 3.1", doc.OpenAPI)
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("openapi.json", whole); err != nil {
		t.Fatal(err)
	}
	calls := map[string][]string{
		"find-places":        {"/api/v1/places?q=Sokolka"},
		"get-place":          {"/api/v1/places/" + hrodna, "/api/v1/places/1"},
		"list-matches":       {"/api/v1/places/" + bialystok + "/matches?limit=3"},
		"list-partnerships":  {"/api/v1/places/" + bialystok + "/partnerships"},
		"list-help-points":   {"/api/v1/helppoints?lang=uk"},
		"list-meetings":      {"/api/v1/meetings?lang=de&limit=1", "/api/v1/meetings?year=2014"},
		"get-meeting":        {"/api/v1/meetings/" + conference, "/api/v1/meetings/" + draftVisit},
		"search-texts":       {"/api/v1/search?q=otwarcie&limit=1", "/api/v1/search?q=xyz"},
		"list-requests":      {"/api/v1/requests?lang=lt&limit=1", "/api/v1/requests?country=PL&topic=culture&open=true"},
		"get-request":        {"/api/v1/requests/sokolka", "/api/v1/requests/none"},
		"list-programmes":    {"/api/v1/programmes?lang=pl&limit=2", "/api/v1/programmes?kind=interreg"},
		"get-programme":      {"/api/v1/programmes/visegrad-grants?lang=lt", "/api/v1/programmes/none"},
		"list-fitting-calls": {"/api/v1/calls/fit?with=" + bialystok + "&with=" + sokolka + "&months=12", "/api/v1/calls/fit?with=1"},
		"list-projects":      {"/api/v1/projects?lang=lt&limit=1", "/api/v1/projects?state=running&programme=visegrad-grants"},
		"get-project":        {"/api/v1/projects/songs", "/api/v1/projects/refused?lang=de", "/api/v1/projects/none"},
		"get-results":        {"/api/v1/results?meeting=" + conference, "/api/v1/results?region=PL.81&as_of=2014-01-01", "/api/v1/results?place=1"},
		"compare-meetings":   {"/api/v1/results/meetings", "/api/v1/results/meetings?step=letter&limit=1"},
		"get-help-point":     {"/api/v1/helppoints/punkt", "/api/v1/helppoints/none"},
		"get-partnership":    {"/api/v1/partnerships/" + hrodnaPartnership(t, h), "/api/v1/partnerships/none"},
	}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if method != "get" {
				t.Errorf("%s %s: the API only reads", method, path)
			}
			if len(calls[op.OperationID]) == 0 {
				t.Errorf("%s is never called here: add a call", op.OperationID)
			}
			for _, target := range calls[op.OperationID] {
				validate(t, h, compiler, path, target)
			}
			delete(calls, op.OperationID)
		}
	}
	for id := range calls {
		t.Errorf("%s is not in the document", id)
	}
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")

func validate(t *testing.T, h http.Handler, compiler *jsonschema.Compiler, path, target string) {
	t.Helper()
	w := ask(h, target)
	status, kind := "200", "application~1json"
	if w.Code != http.StatusOK {
		status, kind = regexp.MustCompile(`^\d+`).FindString(http.StatusText(w.Code)), "application~1problem+json"
		status = map[bool]string{true: "404", false: status}[w.Code == http.StatusNotFound]
	}
	pointer := "openapi.json#/paths/" + pointerEscapes.Replace(path) + "/get/responses/" + status + "/content/" + kind + "/schema"
	schema, err := compiler.Compile(pointer)
	if err != nil {
		t.Fatalf("%s: %v", pointer, err)
	}
	answer, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(answer); err != nil {
		t.Errorf("%s: %v", target, err)
	}
}
