// Command tlog-verify judges a tile log with golang.org/x/mod/sumdb, code that Keepwatch did not write.
//
//	tlog-verify DIR               checks everything in DIR, prints one line, exits 1 at the first thing that is wrong
//	tlog-verify each DIR          judges every folder in DIR, and prints its name and verdict, a line each
//	tlog-verify claims DIR        judges every growth and proof in DIR on its own, and prints its name and verdict, a line each
//	tlog-verify sign SKEY < text  signs a text as a note
//
// DIR holds a log (C2SP tlog-tiles) and what its owner claims about it:
//
//	vkey                          the key that signs it
//	checkpoint                    its signed head
//	tile/entries/..., tile/L/...  its entries and its hashes
//	growth/N.checkpoint, N.proof  an earlier head of N entries, and the consistency proof from there, a hash a line
//	proofs/I.tlog-proof           the proof of entry I (c2sp.org/tlog-proof@v1)
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "sign" {
		exitOn(sign(os.Args[2], os.Stdin, os.Stdout))
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "each" {
		exitOn(judgeEach(os.Args[2]))
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "claims" {
		exitOn(judgeClaims(os.Args[2]))
		return
	}
	if len(os.Args) != 2 {
		exitOn(errors.New("usage: tlog-verify DIR | tlog-verify each DIR | tlog-verify claims DIR | tlog-verify sign SKEY"))
	}
	verdict, err := judge(os.Args[1])
	exitOn(err)
	fmt.Println(verdict)
}

func exitOn(err error) {
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
}

func sign(skey string, in io.Reader, out io.Writer) error {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	if err != nil {
		return err
	}
	_, err = out.Write(signed)
	return err
}

func judgeEach(dir string) error {
	folders, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, folder := range folders {
		verdict, err := judge(filepath.Join(dir, folder.Name()))
		if err != nil {
			verdict = "FAIL " + strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(folder.Name(), verdict)
	}
	return nil
}

// published is a log whose entries make the root that its owner signed.
type published struct {
	verifier note.Verifier
	now      head
	log      *bundles
}

func open(dir string) (*published, error) {
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return nil, fmt.Errorf("vkey: %w", err)
	}
	now, err := readHead(filepath.Join(dir, "checkpoint"), verifier)
	if err != nil {
		return nil, err
	}
	log, err := readBundles(dir, now.size)
	if err != nil {
		return nil, err
	}
	return &published{verifier, now, log}, checkRoot(log, now)
}

func judge(dir string) (string, error) {
	opened, err := open(dir)
	if err != nil {
		return "", err
	}
	log, now, verifier := opened.log, opened.now, opened.verifier
	tiles, err := checkTiles(dir, log, now.size)
	if err != nil {
		return "", err
	}
	growths, err := checkGrowths(dir, log, now, verifier)
	if err != nil {
		return "", err
	}
	proofs, err := checkProofs(dir, log, verifier)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("OK size=%d root=%v tiles=%d growths=%d proofs=%d", now.size, now.root, tiles, growths, proofs), nil
}
