"""What the roles may do with ads and the books."""

ROLES = {
    "ad manager": [
        "ads.view_ad",
        "ads.change_ad",
        "ads.view_advertiser",
        "ads.change_advertiser",
        "ads.view_click",
        "ads.view_account",
        "ads.view_checkout",
        "ads.view_clickalert",
        "ads.view_document",
        "ads.view_providerevent",
        "ads.view_refund",
        "ads.view_transaction",
        "ads.add_transaction",
        "ads.view_placeprice",
        "ads.add_placeprice",
        "ads.change_placeprice",
        "ads.delete_placeprice",
    ]
}
