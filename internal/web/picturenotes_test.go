package web

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/world/worldtest"
)

// shape is what a picture says of its points alone, as exiftool names it. Everything else
// came with the file.
var shape = strings.Fields(`SourceFile ExifTool:ExifToolVersion
	File:FileType File:FileTypeExtension File:MIMEType File:ImageWidth File:ImageHeight File:EncodingProcess File:BitsPerSample File:ColorComponents File:YCbCrSubSampling
	Composite:ImageSize Composite:Megapixels
	PNG:ImageWidth PNG:ImageHeight PNG:BitDepth PNG:ColorType PNG:Compression PNG:Filter PNG:Interlace
	RIFF:VP8Version RIFF:ImageWidth RIFF:HorizontalScale RIFF:ImageHeight RIFF:VerticalScale
	GIF:GIFVersion GIF:ImageWidth GIF:ImageHeight GIF:HasColorMap GIF:ColorResolutionDepth GIF:BitsPerPixel GIF:BackgroundColor GIF:AnimationIterations GIF:FrameCount GIF:Duration GIF:TransparentColor`)

// Whatever stands beside the points of a picture that somebody sends, exiftool finds
// nothing of it in what readers get: in a gallery, in its archive, in an article.
func TestNothingOfAPicturesNotesIsDelivered(t *testing.T) {
	exiftool, err := exec.LookPath(cmp.Or(os.Getenv("TWINTOWN_EXIFTOOL"), "exiftool"))
	if err != nil && os.Getenv("TWINTOWN_EXIFTOOL") != "" {
		t.Fatal("TWINTOWN_EXIFTOOL names no program: the check command sets it")
	}
	if err != nil {
		t.Skip("NOT TESTED: exiftool is not installed here, so nobody independent has read the pictures that are delivered")
	}
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	draw := h.withPictures()
	folder := t.TempDir()
	files := map[string][]byte{}
	for _, k := range []media.Kind{media.JPEG, media.PNG, media.WebP} {
		files["a."+k.Ending()] = mediatest.Laden(k, 700, 500)
	}
	sent := filepath.Join(folder, "sent")
	delivered := filepath.Join(folder, "delivered")
	h.must(os.MkdirAll(sent, 0o700))
	h.must(os.MkdirAll(delivered, 0o700))
	keep := func(in, name string, content []byte) { h.must(os.WriteFile(filepath.Join(in, name), content, 0o600)) }

	o, reader := h.person(true, organiserOfSite()), newBrowser(h.h)
	at := o.beginArticle("gallery", "pl", "Obrazy")
	pics := strings.Replace(at, "/desk/press/", "/desk/pictures/", 1)
	h.wants("sent", o.send(pics, files), http.StatusSeeOther)
	draw()
	for _, m := range regexp.MustCompile(`data-id="([^"]+)"`).FindAllStringSubmatch(o.get(pics).Body.String(), -1) {
		h.wants("described", o.post(pics+"/"+m[1], "people", "none", "alt.pl", "Obraz"), http.StatusSeeOther)
	}
	version := valueIn(o.get(at).Body.String(), "version")
	h.wants("may be taken along", o.post(at, "version", version, "download", "1"), http.StatusSeeOther)
	h.wants("published", o.post(at+"/pl/publish", "do", "now"), http.StatusSeeOther)
	page := reader.get("/pl/galleries/obrazy").Body.String()

	files["a.gif"] = mediatest.Laden(media.GIF, 70, 50)
	article := o.beginArticle("article", "pl", "Tekst")
	w := o.send(article+"/files", files)
	h.wants("dropped onto a text", w, http.StatusOK)
	var answer struct{ Named []string }
	h.must(json.Unmarshal(w.Body.Bytes(), &answer))
	if len(answer.Named) != len(files) {
		t.Fatalf("%d of %d were taken: %s", len(answer.Named), len(files), w.Body)
	}
	draw()
	text := strings.ReplaceAll(strings.Join(answer.Named, "\n\n"), "![]", "![Obraz]")
	version = valueIn(o.get(article+"/pl").Body.String(), "version")
	h.wants("written", o.post(article+"/pl", "version", version, "title", "Tekst", "body", text, "origin", "written"), http.StatusSeeOther)
	h.wants("published", o.post(article+"/pl/publish", "do", "now"), http.StatusSeeOther)
	page += reader.get("/pl/news/tekst").Body.String()

	seen := map[string]bool{}
	for _, address := range regexp.MustCompile(`/(photos|pictures|pl/documents)/[^"? ,]+`).FindAllString(page, -1) {
		if seen[address] {
			continue
		}
		seen[address] = true
		w := reader.get(address)
		h.wants(address, w, http.StatusOK)
		keep(delivered, fmt.Sprintf("%03d%s", len(seen), filepath.Ext(address)), w.Body.Bytes())
	}
	inText := regexp.MustCompile(`type="image/webp" srcset="(/pictures/([^/]+)/320\.webp) 320w, [^"]*" sizes="[^"]+"`).FindStringSubmatch(page)
	if inText == nil {
		t.Fatal("a photograph in a text comes in no sizes")
	}
	own := o.get(article).Body.String()
	h.wants("chosen for other sites", o.post(article, "version", valueIn(own, "version"), "cover", inText[2]), http.StatusSeeOther)
	h.wants("for readers too", o.post(article+"/publish", "do", "now", "seen", valueIn(o.get(article).Body.String(), "seen")), http.StatusSeeOther)
	if card := `property="og:image" content="http://localhost:8080/pictures/` + inText[2] + "/"; !strings.Contains(own, `value="`+inText[2]+`"`) || !strings.Contains(reader.get("/pl/news/tekst").Body.String(), card) {
		t.Error("the picture that was chosen is not offered, or not shown to other sites")
	}
	packed := reader.get("/pl/galleries/obrazy/all.zip").Body.Bytes()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	h.must(err)
	for _, f := range z.File {
		r, err := f.Open()
		h.must(err)
		content, err := io.ReadAll(r)
		h.must(err)
		keep(delivered, "zip-"+f.Name, content)
	}
	for name, content := range files {
		keep(sent, name, content)
	}

	laden := map[string][]string{
		".jpg": {"IFD0:", "GPS:", "IFD1:", "XMP-", "IPTC:", "ICC", "File:Comment"}, ".png": {"GPS:", "XMP-", "ICC", "PNG:Comment"},
		".webp": {"GPS:", "XMP-", "ICC"}, ".gif": {"File:Comment"},
	}
	for _, file := range readNotes(t, exiftool, sent) {
		kind := filepath.Ext(file["SourceFile"].(string))
		for _, group := range laden[kind] {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(file)), func(tag string) bool { return strings.HasPrefix(tag, group) }) {
				t.Errorf("exiftool finds no %s in the %s that is sent: the test proves nothing", group, kind)
			}
		}
	}
	found := readNotes(t, exiftool, delivered)
	endings := map[string]bool{}
	for _, file := range found {
		endings[filepath.Ext(file["SourceFile"].(string))] = true
		for tag, value := range file {
			if !slices.Contains(shape, tag) && !strings.HasPrefix(tag, "System:") {
				t.Errorf("%s was delivered with %s: %v", filepath.Base(file["SourceFile"].(string)), tag, value)
			}
		}
	}
	if len(found) < 20 || len(endings) < 4 {
		t.Errorf("%d pictures were read, of %v", len(found), endings)
	}
	h.wants("the document is taken away", o.post("/en/desk/documents/"+inText[2]+"/remove"), http.StatusSeeOther)
	h.wants("a size of it", reader.get(inText[1]), http.StatusNotFound)
}

// readNotes has exiftool say what it finds in all files of a folder.
func readNotes(t *testing.T, exiftool, folder string) (files []map[string]any) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), exiftool, "-json", "-G1", "-a", "-u", "-ee", folder).Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &files); err != nil {
		t.Fatal(err)
	}
	return files
}
