"""The package of a case: a BagIt folder whose every item hangs on one signed root.

    C-0123456789/
      bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
      data/                     the case file in its formats, the rows, lists and parameters it used
      seal/statement.dsse.json  the root, the act chain's head and count, signed (`statement`)
      seal/leaves.jsonl         a salted leaf for each item and file (`leaves`)
      seal/chain.json           the acts on the docket, as commitments (`act_chain`)
      seal/keys.json            the signer's keys, as the signer gives them (`keys`)
      seal/stamps/              RFC 3161 time stamps of the statement (`stamps`)
      seal/erased.dsse.json     which leaves were erased since, signed (`erase`)

`check` reads all of it back and names what does not hold; `second_verifier.py` does the same in one
file that imports nothing of Seawarden. What the layout means is in docs/case-file.md.
"""
