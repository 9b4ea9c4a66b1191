package paper

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"os"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"twintown/internal/platform/raster"
	"twintown/internal/platform/webp"
)

// Limits of reading a PDF.
const (
	wasmPages   = 2048            // of 64 kB: the memory in which PDFium works
	patiencePDF = 8 * time.Second // for the text; the picture comes after it
	jpegQuality = 82
)

// drawnPage is how a page is written as WebP: letters are sharper than a photo's edges.
var drawnPage = webp.Options{Step: 16}

// pdfium starts PDFium with the machine code of a folder, which is made where it is
// missing. It has neither files nor a network.
func engine(ctx context.Context, cacheFolder string) (pdfium.Pool, error) {
	cache, err := wazero.NewCompilationCacheWithDir(cacheFolder)
	if err != nil {
		return nil, err
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // PDFium is built so
		WithMemoryLimitPages(wasmPages).
		WithCompilationCache(cache)
	return webassembly.Init(webassembly.Config{
		Context: ctx, MinIdle: 0, MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
}

// reading is a PDF while it is read.
type reading struct {
	pdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	pages int
}

// openPDF opens a file with PDFium.
func openPDF(ctx context.Context, file io.ReadSeeker, size int64, cacheFolder string) (*reading, error) {
	pool, err := engine(ctx, cacheFolder)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMachine, err)
	}
	p, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMachine, err)
	}
	doc, err := p.OpenDocument(&requests.OpenDocument{FileReader: file, FileReaderSize: size})
	if err != nil {
		return nil, err
	}
	n, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, err
	}
	return &reading{p, doc.Document, n.PageCount}, nil
}

// errMachine is why reading failed where the file is not at fault.
var errMachine = errors.New("PDFium does not run")

// page names a page by its number, from 0 on.
func (r *reading) page(n int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: r.doc, Index: n}}
}

// text reads the pages until there is text enough, or time is up. A page that cannot be
// read is passed over, and said to be.
func (r *reading) text() (text string, cut bool, err error) {
	l := &lines{}
	end := time.Now().Add(patiencePDF)
	for n := range r.pages {
		if l.full() || time.Now().After(end) {
			l.cut = true
			break
		}
		got, fault := r.GetPageText(&requests.GetPageText{Page: r.page(n)})
		if fault != nil {
			err = fault
			continue
		}
		l.add(got.Text)
		l.end()
	}
	return l.text(), l.cut, err
}

// picture draws the first page.
func (r *reading) picture() (*image.RGBA, error) {
	drawn, err := r.RenderPageInPixels(&requests.RenderPageInPixels{Page: r.page(0), Width: PictureWidth, Height: PictureHeight})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	b := drawn.Result.RenderedImage.Bounds()
	if b.Dx() < 1 || b.Dy() < 1 || b.Dx() > PictureWidth || b.Dy() > PictureHeight {
		return nil, fmt.Errorf("a picture of %v", b)
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, drawn.Result.RenderedImage, b.Min, draw.Over)
	return out, nil
}

// keep writes a picture as both kinds of file.
func keep(img *image.RGBA, into Pictures) error {
	if err := jpeg.Encode(into.JPEG, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return err
	}
	return webp.Encode(into.WebP, raster.Photo(img), drawnPage)
}

// locked says whether a PDF asks for a password.
func locked(err error) bool {
	return errors.Is(err, pdferrors.ErrPassword) || errors.Is(err, pdferrors.ErrSecurity)
}

// sizeOf is how long a file is.
func sizeOf(f *os.File) (int64, error) {
	stat, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return stat.Size(), nil
}
