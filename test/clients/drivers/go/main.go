// Drives the Go SDK by its public functions: see ../../support/line-driver.ts for the lines.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	ksm "github.com/keeper-security/secrets-manager-go/core"
)

type told struct {
	Id   int             `json:"id"`
	Do   string          `json:"do"`
	With json.RawMessage `json:"with"`
}

// Everything that can be told; each deed takes what it needs.
type wanted struct {
	Folder, Token, Hostname, ServerPublicKey, ServerPublicKeyId string
	Records, Folders                                            []string
	Record, Notation, Password, Transaction                     string
	Below, Title, Name, File, Into                              string
	Rollback, Force                                             bool
}

type foundRecord struct {
	Uid      string   `json:"uid"`
	Title    string   `json:"title"`
	Password string   `json:"password"`
	Files    []string `json:"files"`
}

type foundFolder struct {
	Uid    string  `json:"uid"`
	Parent *string `json:"parent"`
	Name   string  `json:"name"`
}

var client *ksm.SecretsManager
var records = map[string]*ksm.Record{}

func open(with wanted) (any, error) {
	dialAtPort(portOf(with.Hostname))
	config := ksm.NewFileKeyValueStorage(filepath.Join(with.Folder, "ksm-config.json"))
	knowServer(config, with.ServerPublicKeyId, with.ServerPublicKey)
	options := ksm.ClientOptions{Config: config, Token: with.Token, Hostname: with.Hostname}
	if client = ksm.NewSecretsManager(&options); client == nil {
		return nil, errors.New("there is no client; what it logged says why")
	}
	return nil, nil
}

func read(with wanted) (any, error) {
	options := ksm.QueryOptions{RecordsFilter: with.Records, FoldersFilter: with.Folders}
	answer, err := client.GetSecretsWithOptions(options)
	found := []foundRecord{}
	for _, record := range answer {
		records[record.Uid] = record
		files := []string{}
		for _, file := range record.Files {
			files = append(files, file.Name)
		}
		found = append(found, foundRecord{record.Uid, record.Title(), record.Password(), files})
	}
	return found, err
}

func notation(with wanted) (any, error) {
	values, err := client.GetNotationResults(with.Notation)
	return strings.Join(values, ","), err
}

func save(with wanted) (any, error) {
	record := records[with.Record]
	record.SetPassword(with.Password)
	if with.Transaction == "" {
		return nil, client.Save(record)
	}
	return nil, client.SaveBeginTransaction(record, ksm.UpdateTransactionType(with.Transaction))
}

func finish(with wanted) (any, error) {
	return nil, client.CompleteTransaction(with.Record, with.Rollback)
}

func create(with wanted) (any, error) {
	made := ksm.NewRecordCreate("login", with.Title)
	made.Fields = append(made.Fields, ksm.NewLogin("robot"), ksm.NewPassword(with.Password))
	place := ksm.CreateOptions{FolderUid: with.Folder, SubFolderUid: with.Below}
	return client.CreateSecretWithRecordDataAndOptions(&place, made, nil)
}

// The SDK gives "ok", or a code with a description.
func codeOf(status string) string {
	code, _, _ := strings.Cut(status, ": ")
	return code
}

func remove(with wanted) (any, error) {
	statuses, err := client.DeleteSecrets(with.Records)
	inOrder := []string{}
	for _, uid := range with.Records {
		inOrder = append(inOrder, codeOf(statuses[uid]))
	}
	return inOrder, err
}

func folders(wanted) (any, error) {
	answer, err := client.GetFolders()
	found := []foundFolder{}
	for _, folder := range answer {
		one := foundFolder{Uid: folder.FolderUid, Name: folder.Name}
		if folder.ParentUid != "" {
			one.Parent = &folder.ParentUid
		}
		found = append(found, one)
	}
	return found, err
}

func createFolder(with wanted) (any, error) {
	place := ksm.CreateOptions{FolderUid: with.Folder, SubFolderUid: with.Below}
	return client.CreateFolder(place, with.Name, nil)
}

func renameFolder(with wanted) (any, error) {
	return nil, client.UpdateFolder(with.Folder, with.Name, nil)
}

func removeFolder(with wanted) (any, error) {
	statuses, err := client.DeleteFolder([]string{with.Folder}, with.Force)
	return []string{codeOf(statuses[with.Folder])}, err
}

func upload(with wanted) (any, error) {
	return client.UploadFilePath(records[with.Record], with.File)
}

func download(with wanted) (any, error) {
	file := records[with.Record].FindFileByFilename(with.Name)
	if file == nil || !file.SaveFile(with.Into, false) {
		return nil, fmt.Errorf("file %s was not saved", with.Name)
	}
	return nil, nil
}

var deeds = map[string]func(wanted) (any, error){
	"open": open, "read": read, "notation": notation, "save": save, "finish": finish,
	"create": create, "remove": remove, "folders": folders, "createFolder": createFolder,
	"renameFolder": renameFolder, "removeFolder": removeFolder, "upload": upload, "download": download,
}

func answer(line []byte) map[string]any {
	var one told
	var with wanted
	if err := errors.Join(json.Unmarshal(line, &one), json.Unmarshal(one.With, &with)); err != nil {
		return map[string]any{"id": one.Id, "error": err.Error()}
	}
	ok, err := deeds[one.Do](with)
	if err != nil {
		return map[string]any{"id": one.Id, "error": err.Error()}
	}
	return map[string]any{"id": one.Id, "ok": ok}
}

func main() {
	answers := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1_000_000)
	for lines.Scan() {
		if err := answers.Encode(answer(lines.Bytes())); err != nil {
			os.Exit(1)
		}
	}
}
