"""Drives the Python SDK by its public functions and nothing else: see ../support/line-driver.ts for the lines."""

import json
import os
import sys

from keeper_secrets_manager_core import SecretsManager
from keeper_secrets_manager_core.core import CreateOptions, KeeperFileUpload, UpdateOptions
from keeper_secrets_manager_core.dto.dtos import RecordCreate, RecordField
from keeper_secrets_manager_core.dto.payload import QueryOptions
from keeper_secrets_manager_core.storage import FileKeyValueStorage


class Driver:
    def __init__(self):
        self.client = None
        self.records = {}

    def open(self, place):
        config = FileKeyValueStorage(os.path.join(place["folder"], "ksm-config.json"))
        if "token" not in place:
            self.client = SecretsManager(config=config)
            return
        self.client = SecretsManager(
            token=place["token"],
            hostname=place["hostname"],
            config=config,
            server_public_key=place["serverPublicKey"],
            server_public_key_id=place["serverPublicKeyId"],
        )

    def read(self, wanted):
        options = QueryOptions(wanted.get("records", []), wanted.get("folders", []))
        records = self.client.get_secrets_with_options(options)
        self.records.update({record.uid: record for record in records})
        return [
            {
                "uid": record.uid,
                "title": record.title,
                "password": record.password or "",
                "files": [file.name for file in record.files],
            }
            for record in records
        ]

    def notation(self, wanted):
        return self.client.get_notation(wanted["notation"])

    def save(self, wanted):
        record = self.records[wanted["record"]]
        record.field("password", wanted["password"])
        options = UpdateOptions(wanted.get("transaction"), wanted.get("links", []))
        self.client.save_with_options(record, options)

    def links(self, wanted):
        options = QueryOptions([wanted["record"]], [], request_links=True)
        return [
            {"uid": link.record_uid, "admin": link.is_admin_user()}
            for record in self.client.get_secrets_with_options(options)
            for link in record.get_links()
        ]

    def finish(self, wanted):
        self.client.complete_transaction(wanted["record"], wanted["rollback"])

    def create(self, wanted):
        made = RecordCreate("login", wanted["title"])
        made.fields = [RecordField("login", "robot"), RecordField("password", wanted["password"])]
        place = CreateOptions(wanted["folder"], wanted.get("below"))
        return self.client.create_secret_with_options(place, made)

    def remove(self, wanted):
        return [each["responseCode"] for each in self.client.delete_secret(wanted["records"])]

    def folders(self, _wanted):
        return [
            {"uid": each.folder_uid, "parent": each.parent_uid or None, "name": each.name}
            for each in self.client.get_folders()
        ]

    def createFolder(self, wanted):
        place = CreateOptions(wanted["folder"], wanted.get("below"))
        return self.client.create_folder(place, wanted["name"])

    def renameFolder(self, wanted):
        self.client.update_folder(wanted["folder"], wanted["name"])

    def removeFolder(self, wanted):
        answers = self.client.delete_folder([wanted["folder"]], wanted["force"])
        return [each["responseCode"] for each in answers]

    def upload(self, wanted):
        file = KeeperFileUpload.from_file(wanted["file"])
        return self.client.upload_file(self.records[wanted["record"]], file)

    def file(self, wanted):
        files = self.records[wanted["record"]].files
        return next(file for file in files if file.name == wanted["name"])

    def download(self, wanted):
        self.file(wanted).save_file(wanted["into"])

    def detach(self, wanted):
        links = [self.file(wanted).f["fileUid"]]
        self.client.save_with_options(self.records[wanted["record"]], UpdateOptions(None, links))


def answer(driver, line):
    told = json.loads(line)
    try:
        return {"id": told["id"], "ok": getattr(driver, told["do"])(told["with"])}
    except Exception as error:  # whatever it is, it is what the user is told
        said = [str(each) for each in (error, error.__cause__) if each]
        return {"id": told["id"], "error": ": ".join(said)}


def main():
    driver = Driver()
    for line in sys.stdin:
        print(json.dumps(answer(driver, line)), flush=True)


main()
